"""Begin a chapter: a page that builds, in the form that the chapters of this book have, and its line in `_toc.yml`.

    make new NAME=median TITLE="One bad number" PART="Linear models"

Each section says in a comment what belongs there. The page is green from the first minute: what is in it, a derivation
of the mean, is to be replaced piece by piece.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
PAGE = Path(__file__).with_name("skeleton.txt")
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
        raise ValueError(f"_toc.yml has no part {part!r}; it has {', '.join(p['caption'] for p in parts)}")
    files = re.findall(r"- file: (\S+)", chosen[-1]["rest"])
    folder = files[-1].rpartition("/")[0]
    end = chosen[-1].end()
    return f"{toc[:end].rstrip()}\n      - file: {folder}/{name}\n{toc[end:].lstrip(chr(10))}", folder


def begin(root: Path, name: str, title: str, part: str = "") -> Path:
    """Write a new chapter, and its line in the table of contents.

    Raises
    ------
    ValueError
        If the name is no name for a file, is taken, or no title is given.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} names no chapter: write small letters and hyphens, as in NAME=one-bad-number")
    if not title.strip():
        raise ValueError('a chapter needs a title: TITLE="One bad number"')
    if taken := [path for path in (root / "book").rglob("*.md") if path.stem == name]:
        raise ValueError(f"{taken[0].relative_to(root)} is there already: choose another name")
    toc = root / "_toc.yml"
    text, folder = with_line(toc.read_text("utf-8"), name, part)
    path = root / folder / f"{name}.md"
    path.write_text(page(name, title.strip()), "utf-8")
    toc.write_text(text, "utf-8")
    return path


def main(arguments: list[str]) -> int:
    """Begin a chapter, and say what comes next."""
    name, title, part = [*arguments, "", "", ""][:3]
    root = Path(__file__).parents[2]
    try:
        path = begin(root, name, title, part)
    except ValueError as problem:
        print(problem)
        return 2
    print(f"{path.relative_to(root)} is written, and has its line in _toc.yml. Build it: make chapter NAME={name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
