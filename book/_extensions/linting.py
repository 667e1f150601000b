"""A lint of a chapter: the mistakes of authors that can be seen in seconds, before any cell runs.

It is a part of every build, which it fails, and runs alone:

    python book/_extensions/linting.py book/linear-models/lasso.md

Without names it looks at all pages. `cells` looks at the code, `unshown` at what it makes and does not show, `naming`
at its names; here are the tags of cells and the classes of boxes, what stands between the cells, and the numbers that
cells hand to the text.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[2] / "code"))

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

import chapters
from cells import FOLDED, NOT_SHOWN, OF_CELLS, WIDTH, Cell, Fault, cells_of, strange
from chapters import SHOWN
from exports import Kept
from naming import OF_NAMES
from unshown import unshown

logger = logging.getLogger(__name__)

TAGS = {FOLDED, *NOT_SHOWN, "showcase"}
OPTIONS = {"tags", "mystnb", "tab"}
SHEET = Path(__file__).parents[1] / "_static" / "derived.css"
OF_THE_THEME = "attention caution danger dropdown error hint important margin note seealso sidebar tip warning"
MEASURED = {"costs"}  # the table of what pages cost
IN_A_BOX = WIDTH - 6
FENCE = re.compile(r"^\s*(`{3,}|~{3,}|:{3,})(.*)$")
CODE = ("code", "math", "raw")
SILENT = ("code-cell", "eval-rst")
ROLE_OR_CODE = re.compile(r"(?P<role>\{[\w:+-]+\}`[^`]+`)|(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)")
GLUE = re.compile(r"\{glue\}`([^`]+)`")
COUNTED = re.compile(r"\{eq\}`(?:[^`<]*<)?([\w-]+-\d+)>?`")
RAW_LABEL = re.compile(r"^.*\$\$ *\(([\w-]+)\) *$", re.MULTILINE)
CELLS = re.compile(rf"{SHOWN}|^```\{{code-cell\}}.*?^```[ \t]*$", re.DOTALL | re.MULTILINE)
LABEL = re.compile(r"\bDerivation\((?:[^()]|\([^()]*\))*?\blabel=[\"']([^\"']*)[\"']|^figure: *(\S+) *$", re.MULTILINE)
CLASS = re.compile(r"^\s*:?class: *(.+?) *$")


@dataclass(frozen=True)
class TextLine:
    """A line of a page outside its cells: its number, its text, whether it is code, how many boxes are around it."""

    number: int
    text: str
    is_code: bool
    boxes: int


def lint(text: str) -> list[Fault]:
    r"""What is wrong with the source of a page, by line.

    Examples
    --------
    >>> [fault.line for fault in lint("# A page\n\n:::{admonition} Guess\n:class: predit\nHow much?\n:::\n")]
    [4]
    """
    try:
        cells = cells_of(text)
    except ExtensionError:  # the options of a figure: told where the page is read
        return []
    lines = list(lines_of(text))
    found = [fault for kind in (*OF_CELLS, unshown, *OF_NAMES) for fault in kind(cells)]
    found += [*options(cells), *classes(lines), *invisible(text), *wide(lines), *numbers(text, lines, cells)]
    found += counting(text, lines, cells)
    return sorted(set(found), key=lambda fault: (fault.line, fault.message))


def lines_of(text: str) -> Iterator[TextLine]:
    """The lines of a page that a reader sees outside its cells."""
    open_: list[tuple[str, str]] = []  # fences, and what stands in each: text, code, or what is read elsewhere
    front = bool(re.match(r"---\n", text))
    for number, line in enumerate(text.splitlines(), 1):
        if front:
            front = number == 1 or line != "---"
            continue
        fence = FENCE.match(line)
        marks, rest = (fence[1], fence[2].strip()) if fence else ("", "")
        closes = bool(open_ and marks and not rest and marks.startswith(open_[-1][0]))
        inside = open_[-1][1] if open_ else "text"
        if closes:
            open_.pop()
        elif inside == "text" and marks:
            name = rest.strip("{").partition("}")[0] if rest.startswith("{") else ""
            kind = "silent" if name in SILENT else "code" if not name or name.startswith(CODE) else "text"
            open_.append((marks, kind))
        elif inside != "silent":
            yield TextLine(number, line, inside == "code", sum(kind == "text" for _, kind in open_))


def prose(lines: Iterable[TextLine]) -> Iterator[tuple[int, str]]:
    """Lines of the text, without the code in them."""
    text = (line for line in lines if not line.is_code)
    return ((line.number, ROLE_OR_CODE.sub(lambda found: found["role"] or "", line.text)) for line in text)


def nearest(word: str, known: Iterable[str]) -> str:
    """What was meant, or else what there is."""
    near = get_close_matches(word, known, 1) or sorted(known)[:20]
    return f"write {near[0]}" if len(near) == 1 else f"known are {', '.join(near)}"


@lru_cache(maxsize=1)
def known_classes() -> frozenset[str]:
    """The classes that the book's style sheet or the theme has a look for."""
    styled = re.findall(r"\.(-?[a-z_][\w-]*)(?=[^{}]*\{)", SHEET.read_text("utf-8"))
    return frozenset({*styled, *OF_THE_THEME.split(), *MEASURED})


def options(cells: list[Cell]) -> Iterator[Fault]:
    """Tags and options of cells that nothing knows."""
    for cell in cells:
        for tag in sorted(cell.tags - TAGS):
            yield Fault(cell.line, f"a cell has the tag {tag}, which nothing knows: {nearest(tag, TAGS)}")
        for option in sorted(cell.options.keys() - OPTIONS):
            yield Fault(cell.line, f"a cell has the option {option}, which nothing knows: write tags, or a figure")


def classes(lines: list[TextLine]) -> Iterator[Fault]:
    """Classes of boxes that have no look."""
    boxes = {"goals", "predict", "mistake", "exercise", "summary", *OF_THE_THEME.split()}
    for line in lines:
        given = CLASS.match(line.text) if line.boxes and not line.is_code else None
        names = given[1].strip("[]").replace(",", " ").split() if given else []
        names += re.findall(r"^\{\.([\w-]+)\}$", line.text)
        for name in (n for n in names if n not in known_classes()):
            yield Fault(line.number, f"the class {name} has no look: {nearest(name, boxes)}")


def invisible(text: str) -> Iterator[Fault]:
    """Characters of the source that nobody sees."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := strange(line):
            yield Fault(number, f"the line holds {found!r}, which nobody sees: take it out")


def wide(lines: list[TextLine]) -> Iterator[Fault]:
    """Lines of code in the text that their box would cut."""
    for line in lines:
        most = IN_A_BOX if line.boxes else WIDTH
        if line.is_code and len(line.text) > most:
            yield Fault(line.number, f"this line has {len(line.text)} characters, and its box holds {most}: break it")


def numbers(text: str, lines: list[TextLine], cells: list[Cell]) -> Iterator[Fault]:
    """Numbers that a cell hands to the text and the text does not use, or the other way round, or that hold TeX."""
    handed: dict[str, int] = {}
    all_known = True
    for cell in cells:
        for call in ast.walk(cell.tree):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "glue"):
                continue
            for keyword in call.keywords:
                if keyword.arg is None:
                    all_known = False
                    continue
                handed[keyword.arg] = cell.at(keyword)
                said = [n.value for n in ast.walk(keyword.value) if isinstance(n, ast.Constant)]
                if any("$" in str(value) or "\\" in str(value) for value in said):
                    message = (
                        f"{keyword.arg} holds a dollar or a backslash, which the page would show as they are: hand "
                        'over the number alone, as in f"{x:.0e}", and write the rest into the text'
                    )
                    yield Fault(cell.at(keyword), message)
    used = set(GLUE.findall(text))
    for name in handed.keys() - used:
        yield Fault(handed[name], f"the number {name} is handed to the text, which does not use it: take it out")
    asked = [(number, name) for number, line in prose(lines) for name in GLUE.findall(line)]
    asked += [(cell.line, name) for cell in cells for _, said in cell.strings() for name in GLUE.findall(said)]
    for number, name in asked:
        if all_known and name not in handed:
            yield Fault(number, f"no cell hands over the number {name}: {nearest(name, handed)}, or glue({name}=...)")


def counting(text: str, lines: list[TextLine], cells: list[Cell]) -> Iterator[Fault]:
    """References to the first, second or third line of a derivation, which a line put in makes wrong."""
    said = [*prose(lines), *((line, words) for cell in cells for line, words in cell.strings())]
    own = set(RAW_LABEL.findall(text))
    for number, words in said:
        for label in (found for found in COUNTED.findall(words) if found not in own):
            name = label.rpartition("-")[0]
            message = (
                f"{{eq}}`{label}` counts lines, and means another when one is put in: give the line a name, as in "
                f'.equals(..., as_="name"), and write {{eq}}`{name}-name`'
            )
            yield Fault(number, message)


def labels(text: str) -> dict[str, int]:
    r"""The names that the page gives to derivations and figures, which the whole book shares, with their lines.

    Examples
    --------
    >>> labels('Words.\n\n```{code-cell}\nDerivation("Twice", label="twice")\n```\n')
    {'twice': 4}
    """
    cells = [found for found in CELLS.finditer(text) if not found["shown"]]
    names = ((cell.start() + name.end(), name) for cell in cells for name in LABEL.finditer(cell[0]))
    return {name[1] or name[2]: text.count("\n", 0, end) + 1 for end, name in names}


def taken(path: Path, text: str, others: dict[Path, str]) -> Iterator[Fault]:
    """Names of derivations and figures that another page gives, too, or that no reference can have."""
    elsewhere = {label: other for other, words in others.items() if other != path for label in labels(words)}
    for label, line in labels(text).items():
        if not re.fullmatch(r"[\w-]+", label):
            yield Fault(line, f"no reference can have the name {label!r}: write letters, digits and hyphens")
        elif label in elsewhere:
            yield Fault(line, f"the name {label} is taken by {elsewhere[label].name}: begin it with the chapter's")


def look(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Warn, which fails the build, of what is wrong with the pages that will be read."""
    sources = {page: Path(env.doc2path(page)) for page in sorted(env.found_docs)}
    texts = {path: path.read_text("utf-8") for path in sources.values() if path.suffix == ".md"}
    Kept.memory = chapters.memory_of(Path(env.srcdir))
    pages = [page for page in pages if sources[page] in texts]
    for page, found in zip(pages, Kept.memory.each(lint, [(texts[sources[page]],) for page in pages]), strict=True):
        for fault in [*found, *taken(sources[page], texts[sources[page]], texts)]:
            logger.warning("%s", fault.message, location=(page, fault.line), type="lint")


def main(names: list[str]) -> int:
    """Tell the faults of some pages, or of all; the status says whether there are any."""
    root = Path(__file__).parents[2]
    pages = sorted((root / "book").rglob("*.md"))
    paths = [Path(name).resolve() for name in names] or pages
    texts = {path: path.read_text("utf-8") for path in [*pages, *paths]}
    faults = [(path, fault) for path in paths for fault in [*lint(texts[path]), *taken(path, texts[path], texts)]]
    told = [f"{path}:{fault.line}: {fault.message}" for path, fault in faults]
    print("\n".join(told) or f"{len(paths)} page{'s' if len(paths) > 1 else ''}: nothing to mend.")
    return 1 if told else 0


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.connect("env-before-read-docs", look, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
