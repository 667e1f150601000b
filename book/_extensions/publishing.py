"""A site is published whole or not at all.

Sphinx writes into a working folder. Only a build without an error and without a warning replaces the published site,
by renaming a finished copy; anything else leaves the last good site as it was, and is told again by the next build. A
build that was interrupted leaves a mark, and the next one then starts its working folder anew.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging

logger = logging.getLogger(__name__)

EXTERNAL = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\bsrc=[\"']((?:https?:)?//[^\"']+)"
    r"|<link\b(?=[^>]*\brel=[\"'](?:stylesheet|preload|icon|preconnect|dns-prefetch|manifest)[\"'])"
    r"[^>]*?\bhref=[\"']((?:https?:)?//[^\"']+)",
    re.IGNORECASE,
)
# The theme names these for features that this book does without.
UNWANTED_SCRIPTS = re.compile(
    r'\s*<script\b[^>]*?(?:src="[^"]*(?:thebe|fontawesome|mathjax|require\.min|embed-amd)[^"]*"[^>]*></script>'
    r'|type="text/x-thebe-config">.*?</script>)'
    r"|\s*<script>(?:(?!</script>).)*(?:THEBE_JS_URL|window\.MathJax|kernelName)(?:(?!</script>).)*</script>"
    r'|\s*<link\b[^>]*href="[^"]*(?:thebe|fontawesome)[^"]*\.js[^"]*"[^>]*>',
    re.IGNORECASE | re.DOTALL,
)


def configure(app: Sphinx, config: Config) -> None:
    """Turn every warning on, and the output into the working folder."""
    config.nitpicky = True
    config.html_baseurl = os.environ.get("BOOK_URL", config.html_baseurl or "")
    if "sphinx_thebe" in config.extensions:
        config.extensions.remove("sphinx_thebe")
    app.published = Path(app.outdir)
    app.outdir = type(app.outdir)(app.published.parent / ".site" / app.published.name)
    _start_working_folder(Path(app.outdir), Path(app.doctreedir))


def _mark(outdir: Path) -> Path:
    return outdir.parent / f"{outdir.name}.unfinished"


def _start_working_folder(outdir: Path, doctrees: Path) -> None:
    if _mark(outdir).exists():
        shutil.rmtree(outdir, ignore_errors=True)
        (doctrees / "environment.pickle").unlink(missing_ok=True)
    outdir.mkdir(parents=True, exist_ok=True)
    _mark(outdir).touch()


def clean_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Keep scripts that would ask other hosts, or that nothing uses, off the page."""
    context["script_files"] = [
        s for s in context.get("script_files", []) if not re.search(r"thebe|mathjax", str(getattr(s, "filename", s)))
    ]


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Replace the published site by the finished one; refuse if anything was wrong."""
    outdir = Path(app.outdir)
    if exception is not None:
        return
    if app._warncount:
        raise ExtensionError(
            f"{app._warncount} warning{'s' if app._warncount > 1 else ''}, told above: "
            f"{app.published} stays as it was. Mend what the warnings name, and build again."
        )
    state = {str(p.relative_to(outdir)): p.stat().st_mtime_ns for p in sorted(outdir.rglob("*")) if p.is_file()}
    record = outdir.parent / f"{outdir.name}.published.json"
    if not (app.published.exists() and record.exists() and json.loads(record.read_text()) == state):
        finished = outdir.parent / f"{outdir.name}.finished"
        shutil.rmtree(finished, ignore_errors=True)
        shutil.copytree(outdir, finished)
        finish(finished)
        _swap(finished, app.published)
        record.write_text(json.dumps(state))
    _mark(outdir).unlink(missing_ok=True)


def finish(site: Path) -> None:
    """What is done to the pages after Sphinx has written them.

    Raises
    ------
    ExtensionError
        If a page would ask another host for anything.
    """
    for page in sorted(site.rglob("*.html")):
        text = page.read_text("utf-8")
        text = UNWANTED_SCRIPTS.sub("", text)
        found = EXTERNAL.search(text)
        if found:
            raise ExtensionError(
                f"{page.relative_to(site)}: the page would ask a third party for {found.group(1) or found.group(2)}. "
                "Ship the file with the book instead."
            )
        page.write_text(text, "utf-8")
    for leftover in (".buildinfo", "objects.inv.bak"):
        (site / leftover).unlink(missing_ok=True)


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
    app.connect("html-page-context", clean_page, priority=900)
    app.connect("build-finished", publish, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
