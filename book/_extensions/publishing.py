"""A site is published whole or not at all.

Sphinx writes into a working folder. Only a build without an error and without a warning replaces the published site,
by renaming a finished copy; anything else leaves the last good site as it was, and is told again by the next build. A
build that was interrupted leaves a mark, and the next one then starts its working folder anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging

import finishing
from finishing import addresses

logger = logging.getLogger(__name__)

EXTERNAL = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\bsrc=[\"']((?:https?:)?//[^\"']+)"
    r"|<link\b(?=[^>]*\brel=[\"'][^\"']*(?:stylesheet|preload|icon|preconnect|dns-prefetch|manifest))"
    r"[^>]*?\bhref=[\"']((?:https?:)?//[^\"']+)"
    r"|<(?:img|source|video|object)\b[^>]*?\b(?:srcset|poster|data)=[\"'](?:[^\"']*\s)?((?:https?:)?//[^\"'\s]+)"
    r"|<style\b(?:(?!</style>).)*?(?:\burl\(|@import\s)\s*[\"']?((?:https?:)?//[^\"')\s]+)"
    r"|<[^>]*?\bstyle=(?:\"[^\">]*|'[^'>]*)\burl\(\s*[\"']?((?:https?:)?//[^\"')\s]+)",
    re.IGNORECASE | re.DOTALL,
)
EXTERNAL_CSS = re.compile(r"(?:\burl\(|@import\s)\s*[\"']?((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)


def configure(app: Sphinx, config: Config) -> None:
    """Turn every warning on, and the output into the working folder."""
    config.nitpicky = True
    config.html_baseurl = addresses.checked(os.environ.get("BOOK_URL", config.html_baseurl or ""))
    if "sphinx_thebe" in config.extensions:
        config.extensions.remove("sphinx_thebe")
    published = Path(app.outdir)
    app.outdir = type(app.outdir)(published.parent / ".site" / published.name)
    if published.name != "html":  # a builder of its own notes what changed since *its* last time
        app.doctreedir = type(app.doctreedir)(f"{app.doctreedir}-{published.name}")
        Path(app.doctreedir).mkdir(exist_ok=True)
    old = _beside(Path(app.outdir), "old")
    if old.exists() and not published.exists():  # interrupted between the two renamings of a swap
        old.rename(published)
    _start_working_folder(Path(app.outdir), Path(app.doctreedir), _makers(Path(app.srcdir)))


def published_by(app: Sphinx) -> Path:
    """Where the site is published that Sphinx writes into the working folder."""
    working = Path(app.outdir)
    return working.parent.parent / working.name


def _beside(folder: Path, suffix: str) -> Path:
    return folder.parent / f"{folder.name}.{suffix}"


def _makers(root: Path) -> str:
    """A hash of what makes the pages beside their own text: Sphinx does not notice when these change."""
    here = Path(__file__).parent
    files = [root / "_config.yml", root / "_toc.yml", root / "requirements.txt", *here.rglob("*.py")]
    files += [p for p in (here.parent / "_static").rglob("*") if p.is_file()]
    digest = hashlib.sha256(f"{os.environ.get('BOOK_URL')} {os.environ.get('BOOK_SOLUTIONS')}".encode())
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _start_working_folder(outdir: Path, doctrees: Path, makers: str) -> None:
    unfinished, made_by = _beside(outdir, "unfinished"), _beside(outdir, "made-by")
    if unfinished.exists() or not made_by.exists() or made_by.read_text() != makers:
        shutil.rmtree(outdir, ignore_errors=True)
        (doctrees / "environment.pickle").unlink(missing_ok=True)
    outdir.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    made_by.write_text(makers)


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Replace the published site by the finished one; refuse if anything was wrong."""
    outdir, published = Path(app.outdir), published_by(app)
    if exception is not None:
        return
    if app._warncount:
        raise ExtensionError(
            f"{app._warncount} warning{'s' if app._warncount > 1 else ''}, told above: "
            f"{published} stays as it was. Mend what the warnings name, and build again."
        )
    state = {str(p.relative_to(outdir)): p.stat().st_mtime_ns for p in sorted(outdir.rglob("*")) if p.is_file()}
    state["finished"] = finishing.wanted()
    record = _beside(outdir, "published.json")
    if not (published.exists() and record.exists() and json.loads(record.read_text()) == state):
        finished = _beside(outdir, "finished")
        shutil.rmtree(finished, ignore_errors=True)
        shutil.copytree(outdir, finished)
        tidy(finished)
        if app.builder.name == "html" and finishing.wanted():
            finishing.finish(finished, app.config.html_baseurl)
        refuse_third_parties(finished)
        _swap(finished, published)
        record.write_text(json.dumps(state))
    _beside(outdir, "unfinished").unlink(missing_ok=True)


def tidy(site: Path) -> None:
    """Leave out what Sphinx writes for itself, and images of cells that have since changed: no page shows them."""
    text = "".join(page.read_text("utf-8") for page in site.rglob("*.html"))
    for image in (site / "_images").glob("*"):
        if image.name not in text:
            image.unlink()
    for leftover in (".buildinfo", "objects.inv.bak"):
        (site / leftover).unlink(missing_ok=True)


def refuse_third_parties(site: Path) -> None:
    """Let no page ask another host for anything.

    Raises
    ------
    ExtensionError
        If one would: it names the page and what it asks for.
    """
    for page in sorted(site.rglob("*.html")):
        _refuse(EXTERNAL.search(page.read_text("utf-8")), page.relative_to(site))
    for sheet in sorted(site.rglob("*.css")):
        _refuse(EXTERNAL_CSS.search(sheet.read_text("utf-8")), sheet.relative_to(site))


def _refuse(found: re.Match[str] | None, where: Path) -> None:
    if found:
        raise ExtensionError(
            f"{where}: the page would ask a third party for {found.group(found.lastindex or 0)}. "
            "Ship the file with the book instead."
        )


def _swap(finished: Path, published: Path) -> None:
    """Put one folder in the place of another: at no moment is the published one half-written."""
    old = finished.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    if published.exists():
        published.rename(old)
    finished.rename(published)
    shutil.rmtree(old, ignore_errors=True)


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.connect("config-inited", configure, priority=100)
    app.connect("build-finished", publish, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
