"""One setting, the repository's address, and readers can run, edit and report; without it there is nothing of that."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import nbformat
import pytest
import yaml
from playwright.sync_api import expect, sync_playwright
from selectolax.lexbor import LexborHTMLParser
from sphinx.errors import ExtensionError

import launching
from tests.site.browsing import launch

from .conftest import ROOT
from .elsewhere import assert_runs, served

REPOSITORY = "https://github.com/Someone/derived"
SITE = "https://someone.github.io/derived/"
WORDS = ("rocket", "colab", "binder", "github", "Edit this page", "Report a mistake")


TWO = f"""\
# Two

$$a^2$$ (square)

{"Words. " * 2000}

```{{code-cell}} ipython3
from derived.algebra import *
from derived.derivation import Derivation

a, b = scalar("a"), scalar("b")
(Derivation("A square", label="sum")
    .start((a + b) ** 2)
    .equals(a**2 + 2 * a * b + b**2, because="multiplied out"))
```
"""


def menu(page: str) -> dict[str, str]:
    """What a page's menu says, and where it leads."""
    entries = LexborHTMLParser(page).css(".dropdown-launch-buttons a")
    return {entry.text(strip=True): entry.attributes["href"] for entry in entries}


@pytest.mark.parametrize(
    ("given", "owner", "name", "site"),
    [
        ("https://github.com/someone/derived", "someone", "derived", "https://someone.github.io/derived/"),
        ("https://github.com/Some-One/ML.book.git", "Some-One", "ML.book", "https://some-one.github.io/ML.book/"),
        (
            " https://github.com/someone/someone.github.io/ ",
            "someone",
            "someone.github.io",
            "https://someone.github.io/",
        ),
    ],
)
def test_a_repository_has_an_owner_a_name_and_a_site(given, owner, name, site):
    found = launching.checked(given)
    assert (found.owner, found.name, found.branch, found.site) == (owner, name, "main", site)


@pytest.mark.parametrize(
    "given",
    ["github.com/a/b", "https://github.com/a", "https://gitlab.com/a/b", "git@github.com:a/b.git",
     "https://github.com/a/b/issues", "http://github.com/a/b", "https://github.com.example.org/a/b"],
)  # fmt: skip
def test_what_is_no_repository_is_refused(given):
    with pytest.raises(ExtensionError, match=r"BOOK_REPOSITORY.* https://github.com/someone/derived"):
        launching.checked(given)


def test_no_repository_is_none():
    assert launching.checked("  ") is None


@pytest.mark.book
def test_without_the_setting_there_is_nothing_of_it(built_book):
    for name in ("one", "index"):
        page = built_book.page(name)
        assert not menu(page)
        for word in WORDS:
            assert word not in page
    assert not (built_book.site / "_sources" / "runtime.txt").exists()


@pytest.fixture(scope="module")
def launched(built_once, tmp_path_factory):
    """The small book, built with nothing but the repository's address set."""
    book, good = built_once
    shutil.rmtree(book.root)
    shutil.copytree(good, book.root, symlinks=True)
    book.write("two", TWO)
    built = book.build(BOOK_REPOSITORY=REPOSITORY)
    assert built.status == 0, built.text
    kept = tmp_path_factory.mktemp("launched") / "book"
    shutil.copytree(book.root, kept, symlinks=True)
    return kept


def page(book: Path, name: str) -> str:
    return (book / "_build" / "html" / "book" / f"{name}.html").read_text("utf-8")


@pytest.mark.book
def test_every_button_leads_where_it_should(launched):
    assert menu(page(launched, "one")) == {
        "Open in Colab": "https://colab.research.google.com/github/Someone/derived/blob/notebooks/book/one.ipynb",
        "Open in Binder": "https://mybinder.org/v2/gh/Someone/derived/notebooks?labpath=book%2Fone.ipynb",
        "Edit this page": f"{REPOSITORY}/edit/main/book/one.md",
        "Report a mistake here": menu(page(launched, "one"))["Report a mistake here"],
    }
    report = urlsplit(menu(page(launched, "one"))["Report a mistake here"])
    assert f"{report.scheme}://{report.netloc}{report.path}" == f"{REPOSITORY}/issues/new"
    said = parse_qs(report.query)
    assert said["title"] == ["Mistake in One"]
    assert said["body"][0].splitlines()[0] == f"{SITE}book/one.html"
    assert list(menu(page(launched, "index"))) == ["Edit this page", "Report a mistake here"]  # it has no cells
    assert (
        launched / unquote(urlsplit(menu(page(launched, "index"))["Edit this page"]).path.split("/main/")[1])
    ).exists()


@pytest.mark.book
def test_the_site_gets_the_address_of_githubs_pages(launched):
    assert f'rel="canonical" href="{SITE}book/one.html"' in page(launched, "one")
    downloads = LexborHTMLParser(page(launched, "one")).css(".dropdown-download-buttons .dropdown-item")
    assert downloads[0].text(strip=True) == "Notebook (.ipynb)"  # which needs no bundle now


@pytest.mark.book
def test_the_branch_has_what_colab_and_binder_open(launched, tmp_path):
    shutil.copytree(ROOT / ".ci", launched / ".ci", dirs_exist_ok=True)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@localhost"]
    origin = tmp_path / "origin"
    subprocess.run([*git, "init", "--quiet", "--bare", origin], check=True)
    for command in (["init", "--quiet"], ["add", "_config.yml"], ["commit", "--quiet", "-m", "x"],
                    ["remote", "add", "origin", origin]):  # fmt: skip
        subprocess.run([*git, *command], cwd=launched, check=True)
    for _ in range(2):  # a second time, too
        subprocess.run([launched / ".ci" / "notebooks"], check=True)
    shown = subprocess.run(
        [*git, "ls-tree", "-r", "--name-only", "notebooks"], cwd=origin, capture_output=True, check=True
    )
    files = shown.stdout.decode().splitlines()
    links = menu(page(launched, "one"))
    assert links["Open in Colab"].partition("/blob/notebooks/")[2] in files
    assert parse_qs(urlsplit(links["Open in Binder"]).query)["labpath"][0] in files
    assert {"runtime.txt", "requirements.txt"} <= set(files)
    assert not [name for name in files if name.startswith("_build")]
    status = subprocess.run([*git, "status", "--short", "-uno"], cwd=launched, capture_output=True, check=True)
    assert status.stdout == b""


@pytest.mark.book
def test_the_notebook_of_the_branch_installs_the_package_from_the_site(launched, elsewhere, tmp_path):
    site = launched / "_build" / "html"
    notebook = nbformat.read(site / "_sources" / "book" / "one.ipynb", 4)
    addresses = re.findall(r"@ ([^\"]+)\"", notebook.cells[0].source)
    assert addresses
    assert set(addresses) == {(site / "_sources" / "requirements.txt").read_text().partition(" @ ")[2].strip()}
    assert all((site / address.removeprefix(SITE)).is_file() for address in addresses)
    with served(site) as here:
        notebook.cells[0].source = notebook.cells[0].source.replace(SITE, f"{here}/")
        nbformat.write(notebook, tmp_path / "one.ipynb")
        assert_runs(elsewhere, tmp_path / "one.ipynb")


@pytest.mark.book
def test_a_report_names_the_equation_in_sight_or_the_line_whose_mark_is_open(launched):
    with served(launched / "_build" / "html") as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        asked: list[str] = []
        page.route("https://github.com/**", lambda route: (asked.append(route.request.url), route.abort()))
        for anchor in ("equation-square", "equation-sum-1"):
            page.goto(f"{address}/book/two.html#{anchor}")
            expect(page.locator(f"#{anchor} .eqno")).to_be_in_viewport(ratio=1)
            page.locator(".btn-report-button").evaluate("e => e.click()")  # Playwright's own click scrolls before
            page.wait_for_timeout(500)
        page.goto(f"{address}/book/two.html")
        page.locator(".derivation-mark summary").click()
        page.get_by_role("link", name=re.compile(r"Report a mistake in \([\d.]+\)")).click()
        browser.close()
    said = [parse_qs(urlsplit(url).query) for url in asked]
    assert [re.sub(r"\([\d.]+\)", "(n)", one["title"][0]) for one in said] == ["Mistake in Two, (n)"] * 3
    assert said[0]["title"] != said[1]["title"] == said[2]["title"]
    places = ["equation-square", "equation-sum-1", "equation-sum-1"]
    assert [one["body"][0].splitlines()[0] for one in said] == [f"{SITE}book/two.html#{place}" for place in places]


@pytest.mark.book
def test_the_setting_can_be_a_line_of_the_config(built_book):
    config = yaml.safe_load((built_book.root / "_config.yml").read_text("utf-8"))
    config["sphinx"]["config"]["book_repository"] = f"{REPOSITORY}/tree/trunk"
    (built_book.root / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    built = built_book.build(BOOK_URL="https://example.org/ml/")
    assert built.status == 0, built.text
    assert menu(built_book.page("one"))["Edit this page"] == f"{REPOSITORY}/edit/trunk/book/one.md"
    assert 'rel="canonical" href="https://example.org/ml/book/one.html"' in built_book.page("one")


@pytest.mark.book
def test_a_wrong_address_stops_the_build(built_book):
    built = built_book.build(BOOK_REPOSITORY="https://gitlab.com/a/b")
    assert built.status != 0
    assert "Give the address of a repository on GitHub" in built.text


def test_the_notebooks_are_not_put_anywhere_by_a_site_without_a_repository(tmp_path):
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    done = subprocess.run([tmp_path / ".ci" / "notebooks"], capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 1
    assert "set BOOK_REPOSITORY" in done.stdout
