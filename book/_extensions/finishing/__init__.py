"""The finished site: what is done to Sphinx's pages before they are published.

A page as the theme writes it asks for some thirty files, most of them for things that it does not show. Here all
pages together are given one style sheet with the rules they use, one script, and letters and icons cut to those they
show; each page is mended where it would be hard to use by keyboard, by ear or on a phone (`pages`, `frame`, `text`,
`images`), says how to cite it (`citing`), and comes in portions if it is long (`portions`). The sheet is cut in
`styles`, the letters in `fonts`; `scripts` has the script, and `search` the index of what readers look for. With an
address, the site gets what search engines and others ask for (`addresses`). Nothing depends on the machine or the time,
and what was done to a page is not done again (`memory`).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from finishing import addresses, citing, fonts, images, pages, scripts, search, styles
from memory import Memory

KEPT = ("site.css", "site.js", "search.js", "favicon.svg", "logo.svg")


def finish(site: Path, address: str, book: citing.Citation, memory: Memory) -> None:
    """Finish a site in place.

    Parameters
    ----------
    site : Path
        The folder of Sphinx's pages.
    address : str
        Where it will be published, or "".
    book : citing.Citation
        What is cited of it.
    memory : Memory
        What earlier builds did.
    """
    static = site / "_static"
    found = [path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]
    texts = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in found}
    pictures = images.pictures(site, texts.values(), memory)
    cases = [(name, text, images.named(pictures, text), address, book) for name, text in texts.items()]
    done = [page for page in memory.each(pages.mended, cases) if page is not None]
    script, finding, arriving = scripts.bundle(static)
    whole = styles.gather(styles.in_order(done, site), static)
    sheet = memory(styles.purged, whole, styles.relevant(whole, frozenset().union(*(page.tokens for page in done))))
    used = fonts.cut(sheet, static, fonts.union(page.letters for page in done), memory)
    (static / "site.css").write_text(sheet, "utf-8")
    (static / "site.js").write_text(script, "utf-8")
    (static / "search.js").write_text(finding, "utf-8")
    (site / "searchindex.js").write_text(search.of_site(done, static), "utf-8")
    names = [face.relative_to(site.resolve()).as_posix() for face in used]
    for page in done:
        (site / page.name).write_text(page.connected(names, arriving), "utf-8")
    images.replace(site, pictures, set().union(*(page.images for page in done)))
    addresses.write(done, site, address, memory)
    _drop(site, static, sheet)


def _drop(site: Path, static: Path, sheet: str) -> None:
    """Leave out every file that no page asks for."""
    asked = {(static / name).resolve() for name in [*KEPT, *styles.URL.findall(sheet)]}
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.resolve() not in asked and path.name != "LICENSE.txt" and "katex/LICENSE" not in path.as_posix():
            path.unlink()
    for name in (".doctrees", "objects.inv"):
        target = site / name
        shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)


def wanted() -> bool:
    """Whether pages are to be finished: not for a fast preview, ``FAST=1``."""
    return os.environ.get("FAST", "") in ("", "0")
