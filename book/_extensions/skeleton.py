"""Begin a chapter: a page that builds, in the form that the chapters of this book have, and its line in `_toc.yml`.

    make new NAME=median TITLE="One bad number" PART="Linear models"
    make new NAME=perceptron TITLE="The perceptron" NEW_PART="Neural networks"

The second begins a part as well: its caption in `_toc.yml`, a folder for its chapters, and its page of the ledger.
Each section says in a comment what belongs there. The page is green from the first minute: what is in it, a derivation
of the mean, is to be replaced piece by piece.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
PAGE = Path(__file__).with_name("skeleton.txt")
LEDGER = "book/reference/ledger"
LEDGER_PAGE = """\
---
myst:
  html_meta:
    description: "Every formula of the part {caption}, with the evidence for it: how it was checked, and how many misprints were rejected."
---

# The ledger: {caption}

{{doc}}`The ledger <ledger>` says what the columns mean, and has the totals of the book.

```{{ledger}}
```
"""  # noqa: E501
LEDGER_LINES = re.compile(rf"^ *- file: {LEDGER}\n +sections:\n(?: +- file: {LEDGER}-.*\n)+", re.MULTILINE)
PART = re.compile(r"^  - caption: (?P<caption>.+)\n(?P<rest>(?:    .*\n|\n)*)", re.MULTILINE)


def page(name: str, title: str) -> str:
    """The source of a new chapter.

    Examples
    --------
    >>> page("one-bad-number", "One bad number").splitlines()[6]
    '# One bad number'
    """
    return PAGE.read_text("utf-8").replace("NAME", name).replace("TITLE", title)


def with_line(toc: str, name: str, part: str = "") -> tuple[str, str]:
    """The table of contents with a line for a new chapter at the end of a part, and the folder of the part.

    Parameters
    ----------
    toc : str
        As it is.
    name : str
        Of the chapter.
    part : str, optional
        The caption of its part; if it is left out, the last numbered one.

    Raises
    ------
    ValueError
        If there is no such part.
    """
    parts = list(PART.finditer(toc))
    chosen = [p for p in parts if p["caption"] == part or (not part and "numbered: true" in p["rest"])]
    if not chosen:
        raise ValueError(
            f"_toc.yml has no part {part!r}; it has {', '.join(p['caption'] for p in parts)}. To begin it, write "
            f'NEW_PART="{part}" in place of PART'
        )
    files = re.findall(r"- file: (\S+)", chosen[-1]["rest"])
    folder = files[-1].rpartition("/")[0]
    end = chosen[-1].end()
    return f"{toc[:end].rstrip()}\n      - file: {folder}/{name}\n{toc[end:].lstrip(chr(10))}", folder


def with_part(toc: str, name: str, caption: str) -> tuple[str, str]:
    r"""The table of contents with a new part behind the numbered ones, whose only chapter is new, and its folder.

    Raises
    ------
    ValueError
        If the caption names no folder, or there is such a part.

    Examples
    --------
    >>> toc = "parts:\n  - caption: Trees\n    numbered: true\n    chapters:\n      - file: book/trees/forest\n"
    >>> text, folder = with_part(toc, "perceptron", "Neural networks")
    >>> print(text, folder, sep="")
    parts:
      - caption: Trees
        numbered: true
        chapters:
          - file: book/trees/forest
      - caption: Neural networks
        numbered: true
        chapters:
          - file: book/neural-networks/perceptron
    book/neural-networks
    """
    slug = re.sub(r"\W+", "-", caption.lower()).strip("-")
    if not re.fullmatch(r"[\w -]+", caption) or not NAME.fullmatch(slug):
        raise ValueError(f'{caption!r} names no folder: write words in plain letters, as in NEW_PART="Neural networks"')
    parts = list(PART.finditer(toc))
    if any(f"- file: book/{slug}/" in p["rest"] or p["caption"] == caption for p in parts):
        raise ValueError(f'_toc.yml has a part {caption!r}: write PART="{caption}"')
    end = [p for p in parts if "numbered: true" in p["rest"]][-1].end()
    folder = f"book/{slug}"
    lines = f"  - caption: {caption}\n    numbered: true\n    chapters:\n      - file: {folder}/{name}\n"
    return f"{toc[:end].rstrip()}\n{lines}{toc[end:].lstrip(chr(10))}", folder


def begin(root: Path, name: str, title: str, part: str = "", new_part: str = "") -> Path:
    """Write a new chapter, and its line in the table of contents, at the end of a part or as the first of a new one.

    Raises
    ------
    ValueError
        If the name is no name for a file, is taken, no title is given, or the part is none.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} names no chapter: write small letters and hyphens, as in NAME=one-bad-number")
    if not title.strip():
        raise ValueError('a chapter needs a title: TITLE="One bad number"')
    if taken := [path for path in (root / "book").rglob("*.md") if path.stem == name]:
        raise ValueError(f"{taken[0].relative_to(root)} is there already: choose another name")
    if part and new_part:
        raise ValueError(f"a chapter is in one part: write PART={part!r} or NEW_PART={new_part!r}, not both")
    toc = root / "_toc.yml"
    before = toc.read_text("utf-8")
    text, folder = with_part(before, name, new_part) if new_part else with_line(before, name, part)
    path = root / folder / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(page(name, title.strip()), "utf-8")
    if new_part and (lines := LEDGER_LINES.search(text)):
        ledger = f"{LEDGER}-{folder.rpartition('/')[2]}"
        (root / f"{ledger}.md").write_text(LEDGER_PAGE.format(caption=new_part), "utf-8")
        text = f"{text[: lines.end()]}          - file: {ledger}\n{text[lines.end() :]}"
    toc.write_text(text, "utf-8")
    return path


def main(arguments: list[str]) -> int:
    """Begin a chapter, and say what comes next."""
    name, title, part, new_part = [*arguments, "", "", "", ""][:4]
    root = Path(__file__).parents[2]
    try:
        path = begin(root, name, title, part, new_part)
    except ValueError as problem:
        print(problem)
        return 2
    print(f"{path.relative_to(root)} is written, and has its line in _toc.yml. Build it: make chapter NAME={name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
