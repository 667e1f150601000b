"""Fonts cut to the letters that the site shows, and named in the order in which a page needs them.

Icons are letters of a font, too: a rule of the style sheet gives each its code. The font for reading is left whole.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = re.compile(r"url\([\"']?([^\"')]+\.woff2)[\"']?\)")


def cut(sheet: str, static: Path, letters: str) -> list[Path]:
    """Cut every font that the sheet names, in place.

    Parameters
    ----------
    sheet : str
        The style sheet.
    static : Path
        The folder it lies in.
    letters : str
        All mathematics of the site, as text.

    Returns
    -------
    list of Path
        The fonts.
    """
    icons = {ord(c) for c in sheet if 0xE000 <= ord(c) <= 0xF8FF}  # letters for private use
    mathematics = set(map(ord, letters))
    fonts = []
    for name in dict.fromkeys(SOURCE.findall(sheet)):
        path = (static / name).resolve()
        if "fontawesome" in name:
            _subset(path, icons)
        elif "katex" in name:
            _subset(path, mathematics)
        fonts.append(path)
    return fonts


def _subset(path: Path, codes: set[int]) -> None:
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(flavor="woff2", hinting=False, notdef_outline=True, layout_features=["*"])
    worker = subset.Subsetter(options)
    worker.populate(unicodes=codes)
    worker.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    path.write_bytes(out.getvalue())
