"""Fonts cut to the letters that the site shows, and named in the order in which a page needs them.

Icons are letters of a font, too: a rule of the style sheet gives each its code. The font for reading keeps all that can
be typed, and what else the pages have.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TYPED = set(map(chr, range(0x20, 0x7F)))
SOURCE = re.compile(r"url\([\"']?([^\"')]+\.woff2)[\"']?\)")


def cut(sheet: str, static: Path, mathematics: set[str], text: set[str]) -> list[Path]:
    """Cut every font that the sheet names, in place.

    Parameters
    ----------
    sheet : str
        The style sheet.
    static : Path
        The folder it lies in.
    mathematics, text : set of str
        The letters of all formulas of the site, and of all its words.

    Returns
    -------
    list of Path
        The fonts.
    """
    icons = {c for c in sheet if 0xE000 <= ord(c) <= 0xF8FF}  # letters for private use
    fonts = []
    for name in dict.fromkeys(SOURCE.findall(sheet)):
        path = (static / name).resolve()
        letters = icons if "fontawesome" in name else mathematics if "katex" in name else text | TYPED
        _subset(path, sorted(map(ord, letters)), ["kern", "liga", "mark"] if letters > TYPED else ["*"])
        fonts.append(path)
    return fonts


def _subset(path: Path, codes: list[int], features: list[str]) -> None:
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(flavor="woff2", hinting=False, notdef_outline=True, layout_features=features)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=codes)
    worker.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    path.write_bytes(out.getvalue())
