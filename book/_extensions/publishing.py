"""A site is published whole or not at all.

Sphinx writes into a working folder (`workshop`). Only a build without an error and without a warning replaces the
published site, by renaming a finished copy; anything else leaves the last good site as it was, and is told again by the
next build. Where nothing has changed since a good build, there is nothing to do, and Sphinx does not start.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging

import finishing
import workshop
from finishing import addresses, citing
from memory import Memory

logger = logging.getLogger(__name__)

EXTERNAL = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\bsrc=[\"']((?:https?:)?//[^\"']+)"
    r"|<link\b(?=[^>]*\brel=[\"'][^\"']*(?:stylesheet|preload|icon|preconnect|dns-prefetch|manifest))"
    r"[^>]*?\bhref=[\"']((?:https?:)?//[^\"']+)"
    r"|<(?:img|source|video|object)\b[^>]*?\b(?:srcset|poster|data)=[\"'](?:[^\"']*\s)?((?:https?:)?//[^\"'\s]+)"
    r"|<style\b(?:(?!</style>).)*?(?:\burl\(|@import\s)\s*[\"']?((?:https?:)?//[^\"')\s]+)"
    r"|<[^>]*?\bstyle=(?:\"[^\">]*|'[^'>]*)\burl\(\s*[\"']?((?:https?:)?//[^\"')\s]+)"
    r"|<script\b(?![^>]*\bjson\b)[^>]*>(?:(?!</script>).)*?(https?://(?!www\.w3\.org/)[^\"'`\s<]+|(?<=[\"'`])//[^\"'`\s<]+)"
    r"|<[^>]*?\bon\w+=(?:\"[^\">]*?|'[^'>]*?)((?:https?:)?//[^\"'\s>]+)",
    re.IGNORECASE | re.DOTALL,
)
NEVER_ASKED = re.compile(r"THEBE_JS_URL = \"[^\"]*\"")  # the theme's; no script reads it, and finishing takes it out
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
    old = workshop.beside(Path(app.outdir), "old")
    if old.exists() and not published.exists():  # interrupted between the two renamings of a swap
        old.rename(published)
    workshop.start(Path(app.outdir), Path(app.doctreedir), workshop.makers(Path(app.srcdir)))


def published_by(app: Sphinx) -> Path:
    """Where the site is published that Sphinx writes into the working folder."""
    working = Path(app.outdir)
    return working.parent.parent / working.name


def nothing_changed(app: Sphinx, inputs: str) -> bool:
    """Whether the published site is what a build would make again; known before Sphinx has read anything."""
    published = Path(app.outdir)
    known = _record(published.parent / ".site" / published.name)
    if published.name != "html" or "--all" in sys.argv:
        return False
    return known.get("inputs") == inputs and known.get("site") == _stamps(published)


def _record(outdir: Path) -> dict[str, str]:
    """What was published last: the state of all that was read, of Sphinx's pages, and of the site."""
    path = workshop.beside(outdir, "published.json")
    return json.loads(path.read_text()) if path.exists() else {}


def _stamps(site: Path) -> str:
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return hashlib.sha256(repr([(str(p.relative_to(site)), *workshop.stamp(p)) for p in files]).encode()).hexdigest()


def publish(app: Sphinx, exception: Exception | None, inputs: str = "") -> None:
    """Replace the published site by the finished one; refuse if anything was wrong."""
    outdir, published = Path(app.outdir), published_by(app)
    if exception is not None:
        return
    if app._warncount:
        raise ExtensionError(
            f"{app._warncount} warning{'s' if app._warncount > 1 else ''}, told above: "
            f"{published} stays as it was. Mend what the warnings name, and build again."
        )
    makers = workshop.made_by(outdir)
    pages = workshop.digest((p for p in outdir.rglob("*") if p.is_file()), outdir, makers, finishing.wanted())
    known = _record(outdir)
    if known.get("pages") != pages or known.get("site") != _stamps(published):
        finished = workshop.beside(outdir, "finished")
        shutil.rmtree(finished, ignore_errors=True)
        shutil.copytree(outdir, finished)
        tidy(finished)
        memory = Memory(workshop.beside(outdir, "memory"), makers, workshop.jobs())
        if app.builder.name == "html" and finishing.wanted():
            finishing.finish(finished, app.config.html_baseurl, citing.read(Path(app.srcdir)), memory)
        refuse_third_parties(finished, memory)
        memory.forget_the_rest()
        _swap(finished, published)
    workshop.keep(outdir, Path(app.doctreedir))
    state = {"inputs": inputs, "pages": pages, "site": _stamps(published)}
    workshop.beside(outdir, "published.json").write_text(json.dumps(state))


def tidy(site: Path) -> None:
    """Leave out what Sphinx writes for itself, and images of cells that have since changed: no page shows them."""
    texts = [page.read_text("utf-8") for page in site.rglob("*.html")]
    for image in (site / "_images").glob("*"):
        if not any(image.name in text for text in texts):
            image.unlink()
    for leftover in (".buildinfo", "objects.inv.bak"):
        (site / leftover).unlink(missing_ok=True)


def refuse_third_parties(site: Path, memory: Memory) -> None:
    """Let no page ask another host for anything.

    Raises
    ------
    ExtensionError
        If one would: it names the page and what it asks for.
    """
    files = [*sorted(site.rglob("*.html")), *sorted(site.rglob("*.css"))]
    asked = memory.each(asked_of_others, [(path.suffix, path.read_text("utf-8")) for path in files])
    for path, address in zip(files, asked, strict=True):
        if address:
            raise ExtensionError(
                f"{path.relative_to(site)}: the page would ask a third party for {address}. "
                "Ship the file with the book instead."
            )


def asked_of_others(suffix: str, text: str) -> str:
    """The first address of another host that a page or a style sheet would ask by itself, or ""."""
    found = (EXTERNAL_CSS if suffix == ".css" else EXTERNAL).search(NEVER_ASKED.sub("", text))
    return found.group(found.lastindex or 0) if found else ""


def _swap(finished: Path, published: Path) -> None:
    """Put one folder in the place of another: at no moment is the published one half-written."""
    old = finished.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    if published.exists():
        published.rename(old)
    finished.rename(published)
    shutil.rmtree(old, ignore_errors=True)


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx, unless there is nothing to do."""
    lock = workshop.alone(Path(app.outdir).parent)
    inputs = workshop.inputs(Path(app.srcdir))
    if nothing_changed(app, inputs):
        logger.info("Nothing has changed since the last build: the site in %s is up to date.", app.outdir)
        raise SystemExit(0)
    gc.set_threshold(200_000, 20, 100)  # pages stay to the end: looking for garbage in them takes a third of a build
    app.connect("config-inited", configure, priority=100)
    app.connect("build-finished", lambda app, exception: publish(app, exception, inputs), priority=900)
    app.connect("build-finished", lambda app, exception: lock and lock.close(), priority=999)
    app.connect("build-finished", lambda app, exception: gc.freeze(), priority=1000)  # nor for it when Python ends
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
