"""The finished site: what is done to Sphinx's pages before they are published.

A page as the theme writes it asks for some thirty files, most of them for things that it does not show. Here all
pages together are given one style sheet with the rules they use, one script, and letters and icons cut to those they
show; each page is mended where it would be hard to use by keyboard, by ear or on a phone (`pages`, `frame`, `text`,
`images`), and a long one is divided into portions (`portions`). The sheet is cut in `styles`, the letters in `fonts`,
and `scripts` has the script. With an address, the site gets what search engines and others ask for (`addresses`).
Nothing depends on the machine or the time.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from finishing import addresses, fonts, images, pages, scripts, styles

KEPT = ("site.css", "site.js", "search.js", "favicon.svg", "logo.svg")


def finish(site: Path, address: str) -> None:
    """Finish a site in place.

    Parameters
    ----------
    site : Path
        The folder of Sphinx's pages.
    address : str
        Where it will be published, or "".
    """
    static = site / "_static"
    found = [pages.Page(path, site) for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]
    book = [page for page in found if page.is_whole]
    sheets = styles.in_order(book)
    for page in book:
        page.mend()
    images.mend(book, site)
    addresses.describe(book, site, address)
    script, search, arriving = scripts.bundle(static)
    scripts.steady(site / "searchindex.js")
    sheet = styles.purged(styles.gather(sheets, static), [page.tree for page in book])
    used = fonts.cut(sheet, static, fonts.union(page.letters for page in book))
    (static / "site.css").write_text(sheet, "utf-8")
    (static / "site.js").write_text(script, "utf-8")
    (static / "search.js").write_text(search, "utf-8")
    for page in book:
        page.connect(static, used, arriving)
        page.write()
    addresses.write(book, site, address)
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
