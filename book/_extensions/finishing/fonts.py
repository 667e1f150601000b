"""Fonts cut to the letters that the site shows, and those named that a page needs.

Icons are letters of a font, too: a rule of the style sheet gives each its code. KaTeX marks a letter that is not of its
main font by a class. The fonts for reading keep all that can be typed, and what else the pages have.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from selectolax.lexbor import LexborHTMLParser, LexborNode

from finishing.nodes import first
from memory import Memory

logging.getLogger("fontTools").setLevel(logging.WARNING)  # a builder need not read what was pruned
TYPED = set(map(chr, range(0x20, 0x7F)))
SOURCE = re.compile(r"url\([\"']?([^\"')]+\.woff2)[\"']?\)")
ALWAYS = ("literata-400-normal", "literata-600-normal", "fa-solid-900")  # what the first screen of every page shows
EARLY = 3  # portions that a large screen shows at once
WORDS, MAIN = "words", "KaTeX_Main-Regular"
# What katex.min.css says of these classes.
MARKED = {
    "KaTeX_Main-Bold": ".mathbf, .textbf",
    "KaTeX_Main-Italic": ".mathit, .textit",
    "KaTeX_Main-BoldItalic": ".textbf .textit, .textit .textbf, .textbf.textit",
    "KaTeX_Math-Italic": ".mathnormal",
    "KaTeX_Math-BoldItalic": ".boldsymbol",
    "KaTeX_AMS-Regular": ".amsrm, .mathbb, .textbb",
    "KaTeX_Caligraphic-Regular": ".mathcal",
    "KaTeX_Fraktur-Regular": ".mathfrak, .textfrak",
    "KaTeX_SansSerif-Regular": ".mathsf, .textsf",
    "KaTeX_Script-Regular": ".mathscr, .textscr",
    "KaTeX_Typewriter-Regular": ".mathtt, .texttt",
    "KaTeX_Size1-Regular": ".delimsizing.size1, .delim-size1, .small-op",
    "KaTeX_Size2-Regular": ".delimsizing.size2, .large-op",
    "KaTeX_Size3-Regular": ".delimsizing.size3",
    "KaTeX_Size4-Regular": ".delimsizing.size4, .delim-size4",
}


SELECTORS = {MAIN: ".katex-html"} | {
    face: ", ".join(f".katex-html {mark}" for mark in marks.split(", ")) for face, marks in MARKED.items()
}


def letters(tree: LexborHTMLParser) -> dict[str, set[str]]:
    """The letters of a page's mathematics, by the name of the font that shows them, and those of all its words."""
    found = {WORDS: set(first(tree, "body").text())}
    for face, selector in SELECTORS.items():
        found[face] = set().union(*(node.text() for node in tree.css(selector)))
    return {face: shown for face, shown in found.items() if shown}


def at_once(tree: LexborHTMLParser) -> set[str]:
    """The names of the fonts that the first portions of a page ask for: those that a large screen shows."""
    shown = {face: tree.css_first(f":is({selector}):not(details *)") for face, selector in SELECTORS.items()}
    return {*ALWAYS, *(face for face, node in shown.items() if node is not None and _portion(node) <= EARLY)}


def _portion(node: LexborNode | None) -> int:
    """The number of the portion that it is in."""
    while node is not None and "data-portion" not in node.attributes:
        node = node.parent
    return int(node.attributes["data-portion"] or 1) if node is not None else 1


def union(pages: Iterable[dict[str, set[str]]]) -> dict[str, set[str]]:
    """The letters of all pages together."""
    together: dict[str, set[str]] = {}
    for page in pages:
        for face, shown in page.items():
            together.setdefault(face, set()).update(shown)
    return together


def cut(sheet: str, static: Path, shown: dict[str, set[str]], memory: Memory) -> list[Path]:
    """Cut every font that the sheet names, in place.

    Parameters
    ----------
    sheet : str
        The style sheet.
    static : Path
        The folder it lies in.
    shown : dict
        The letters of all pages, by font, as `letters` gives them.
    memory : Memory
        What earlier builds cut.

    Returns
    -------
    list of Path
        The fonts.
    """
    icons = {c for c in sheet if 0xE000 <= ord(c) <= 0xF8FF}  # letters for private use
    names = list(dict.fromkeys(SOURCE.findall(sheet)))
    fonts = [(static / name).resolve() for name in names]
    cases: list[tuple[bytes, tuple[int, ...], tuple[str, ...]]] = []
    for name, path in zip(names, fonts, strict=True):
        features: tuple[str, ...] = ("*",)
        if "fontawesome" in name:
            kept = icons
        elif "katex" in name:
            known = path.stem == MAIN or path.stem in MARKED
            kept = shown.get(path.stem if known else MAIN, set())  # a bold Fraktur, say, has all
        else:
            kept, features = shown.get(WORDS, set()) | TYPED, ("kern", "liga", "mark")
        cases.append((path.read_bytes(), tuple(sorted(map(ord, kept))), features))
    for path, content in zip(fonts, memory.each(subset_of, cases), strict=True):
        path.write_bytes(content)
    return fonts


def subset_of(content: bytes, letters: tuple[int, ...], features: tuple[str, ...]) -> bytes:
    """A font with some of its letters."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    options = subset.Options(flavor="woff2", hinting=False, notdef_outline=True, layout_features=list(features))
    worker = subset.Subsetter(options)
    worker.populate(unicodes=letters)
    worker.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
