"""Every chapter can be taken away: as its source, as an executed notebook, and as a bundle that needs no site.

A cell that only serves the page, with the tag remove-cell, is not in the notebook, and no other needs it.

The notebook's first cell installs the package from a wheel. Where the site has an address, the wheel comes from there;
where it has none, from the bundle: the notebook, the wheel and a word of explanation, to be unpacked in one folder.
The version stays the same while the code changes, and pip would keep what it has: so the package, which is small,
is always installed anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import cast

import nbformat
from docutils import nodes
from jupyter_cache import get_cache
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.katex import get_node_equation_number

import chapters
from interaction import still
from lowering import Lowering

WHEELS = "_wheels"
NO_ADDRESS = """\
# Installs what this chapter needs. The site it came from has no address of its own, so the package comes as a file.
from importlib.util import find_spec
from pathlib import Path

if Path("{wheel}").exists():
    %pip install --quiet --force-reinstall --no-deps "derived @ {{Path('{wheel}').resolve().as_uri()}}"
    %pip install --quiet "derived[notebook] @ {{Path('{wheel}').resolve().as_uri()}}"
elif find_spec("derived") is None:
    raise SystemExit("Put {wheel} beside this notebook: the .zip in the page's download menu holds both.")"""
ADDRESS = """\
# Installs what this chapter needs: the book's own package, and the libraries that it is compared with.
%pip install --quiet --force-reinstall --no-deps "derived @ {url}"
%pip install --quiet "derived[notebook] @ {url}\""""
README = """\
A chapter of "Machine Learning, Derived", as a notebook that runs.

Open {name}.ipynb in Jupyter and run it from the top: its first cell installs {wheel}, which lies beside it.
Keep both files in one folder; Python 3.11 to 3.13 is needed, and a network for NumPy and the other libraries.

If you have no Jupyter, get it with Python's installer and start it in this folder:

    python -m pip install jupyterlab
    python -m jupyter lab {name}.ipynb

Editors open notebooks, too: Visual Studio Code with its extensions "Python" and "Jupyter", for one.
"""


def build_wheel(app: Sphinx) -> None:
    """Build the package as a wheel that the site serves; without a network, and the same bytes every time."""
    if app.builder.name != "html":
        return
    folder = Path(app.outdir) / WHEELS
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as fresh:
        done = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", fresh],
            cwd=app.srcdir,
            env=os.environ | {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "1767225600")},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ExtensionError(f"the wheel of the package could not be built:\n{done.stdout}{done.stderr}")
        (built,) = Path(fresh).glob("*.whl")
        for old in folder.iterdir():
            if old.name != built.name:
                old.unlink()
        if not (folder / built.name).exists() or (folder / built.name).read_bytes() != built.read_bytes():
            (folder / built.name).write_bytes(built.read_bytes())


def wheel_of(app: Sphinx) -> Path:
    """The wheel that the site serves."""
    (wheel,) = (Path(app.outdir) / WHEELS).iterdir()
    return wheel


def offer(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Write the notebook and the bundle of a page that has cells, and name them to the theme."""
    if doctree is None or app.builder.name != "html" or page not in app.env.found_docs:
        return
    if not any(n.get("nb_element") == "cell_code" for n in doctree.findall(nodes.container)):
        return
    notebook = _notebook(app, page, doctree)
    target = Path(app.outdir) / "_sources" / f"{page}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(nbformat.writes(notebook) + "\n", "utf-8")
    context["ipynb_source"] = f"{page}.ipynb"


def _executed(app: Sphinx, page: str) -> nbformat.NotebookNode:
    """The notebook as it was run, from the cache."""
    text, reader = chapters.read(app.env, page)
    assert reader is not None, "a page with cells is read as a notebook"
    _, executed = get_cache(app.config.nb_execution_cache_path).merge_match_into_notebook(reader.read(text))
    return executed


def _notebook(app: Sphinx, page: str, doctree: nodes.document) -> nbformat.NotebookNode:
    executed = _executed(app, page)
    writer = type("Writer", (), {"builder": app.builder, "docnames": [page]})()
    lowering = Lowering(page, app.config.html_baseurl, lambda node: get_node_equation_number(writer, node))
    equations = (node for node in doctree.findall(nodes.math_block) if node.get("number"))
    numbers = {node["label"]: get_node_equation_number(writer, node) for node in equations}
    cells = [_install_cell(app)]
    for cell in lowering.lower(doctree):
        shown = (
            new_markdown_cell(cell.markdown) if cell.code is None else _code_cell(executed.cells[cell.code], numbers)
        )
        cells.append(shown)
    if sources := _sources(app, page):
        cells.append(new_markdown_cell(sources))
    for number, made in enumerate(cells):
        made["id"] = hashlib.sha256(f"{page}:{number}".encode()).hexdigest()[:12]
    notebook = new_notebook(cells=cells)
    notebook.metadata = {
        "kernelspec": chapters.KERNEL,
        "language_info": {"name": "python"},
    }
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return notebook


def _install_cell(app: Sphinx) -> nbformat.NotebookNode:
    wheel = wheel_of(app).name
    base = app.config.html_baseurl.rstrip("/")
    source = ADDRESS.format(url=f"{base}/{WHEELS}/{wheel}") if base else NO_ADDRESS.format(wheel=wheel)
    return new_code_cell(source, metadata={"tags": ["install"]})


def _sources(app: Sphinx, page: str) -> str:
    """The bibliography entries that a page cites, as Markdown."""
    domain = cast(BibtexDomain, app.env.get_domain("cite"))
    cited = {target.key for ref in domain.citation_refs if ref.docname == page for target in ref.targets}
    entries = {
        c.key: c.formatted_entry.text.render_as("markdown").replace("\n", " ")
        for c in domain.citations
        if c.key in cited
    }
    if missing := sorted(cited - set(entries)):
        raise ExtensionError(f"{page}: no bibliography lists {', '.join(missing)}")
    return "## Sources\n\n" + "\n".join(f"- {text}" for text in sorted(entries.values())) if entries else ""


def _code_cell(executed: nbformat.NotebookNode, numbers: dict[str, str]) -> nbformat.NotebookNode:
    tags = [t for t in executed.metadata.get("tags", [])]
    metadata: dict = {"tags": tags} if tags else {}
    if {"hide-input", "remove-input", "hide-cell", "remove-cell"} & set(tags):
        metadata["jupyter"] = {"source_hidden": True}
    outputs = [
        _plain(o, numbers) for o in executed.outputs if "application/papermill.record/" not in str(o.get("data", ""))
    ]
    cell = new_code_cell(executed.source, metadata=metadata, execution_count=executed.execution_count)
    cell.outputs = outputs
    return cell


def _plain(output: nbformat.NotebookNode, numbers: dict[str, str]) -> nbformat.NotebookNode:
    """An output without what only the site can read; the lines of a derivation numbered as on the page."""
    if "data" in output and "text/html" in output.data:
        output.data.pop("text/markdown", None)
        labels = re.findall(r"^\(([\w-]+)\)  ", output.data.get("text/plain", ""), re.MULTILINE)
        for line, label in enumerate(labels, 1):
            if label in numbers:
                shown = f"<tr><td>({numbers[label]})</td>"
                output.data["text/html"] = output.data["text/html"].replace(f"<tr><td>{line}</td>", shown, 1)
    if "image/svg+xml" in output.get("data", {}):
        output.data["image/svg+xml"] = still(output.data["image/svg+xml"])
    output.get("metadata", {}).clear() if "metadata" in output else None
    return output


def bundle_all(app: Sphinx, exception: Exception | None) -> None:
    """Put every notebook beside the package that it needs: the package may have changed where the page has not."""
    if exception is None and app.builder.name == "html" and not app.config.html_baseurl:
        for notebook in sorted((Path(app.outdir) / "_sources").rglob("*.ipynb")):
            _bundle(wheel_of(app), notebook)


def _bundle(wheel: Path, notebook: Path) -> None:
    name, bundle = notebook.stem, notebook.with_suffix(".zip")
    if bundle.exists() and all(path.stat().st_mtime_ns < bundle.stat().st_mtime_ns for path in (wheel, notebook)):
        return
    files = {
        f"{name}/{notebook.name}": notebook.read_bytes(),
        f"{name}/{wheel.name}": wheel.read_bytes(),
        f"{name}/README.txt": README.format(name=name, wheel=wheel.name).encode(),
    }
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, date_time=(2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


DOWNLOADS = {
    "download-bundle-button": ("Notebook with the package (.zip)", "Unpack it, and open the notebook in Jupyter"),
    "download-notebook-button": ("Notebook (.ipynb)", "For Jupyter; its first cell installs what it needs"),
    "download-source-button": ("Source of this page (.md)", "The Markdown that this page is made from"),
    "download-pdf-button": ("Print, or save as PDF", "This page on paper"),
    "download-book-button": ("The whole book (.pdf)", "All chapters in one file"),
}
ALONE = ("Notebook alone (.ipynb)", "For Jupyter, where the package is there already")


def name_downloads(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Put the bundle first into the theme's menu of downloads, and say of each what it is.

    Raises
    ------
    ExtensionError
        If the theme offers something that has no words here.
    """
    bundled = bool(context.get("ipynb_source")) and not app.config.html_baseurl
    names = DOWNLOADS | ({"download-notebook-button": ALONE} if bundled else {})
    for group in context.get("header_buttons", []):
        if group.get("label") == "download-buttons":
            if bundled:
                url = context["pathto"](f"_sources/{page}.zip", 1)
                bundle = {"type": "link", "url": url, "icon": "fas fa-file-zipper", "label": "download-bundle-button"}
                group["buttons"].insert(0, bundle)
            for button in group["buttons"]:
                if button["label"] not in names:
                    raise ExtensionError(f"{page}: the menu of downloads has a {button['label']} that nothing names.")
                button["text"], button["tooltip"] = names[button["label"]]


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.connect("builder-inited", build_wheel)
    app.connect("html-page-context", offer, priority=450)
    app.connect("html-page-context", name_downloads, priority=700)
    app.connect("build-finished", bundle_all)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
