"""What can be wrong with the cells of a chapter, seen without running them.

Each function takes the cells of one page and finds faults of one kind: code that Python cannot read, an escape that was
meant for TeX, a line that its box would cut. `unshown` has derivations that no page would show, `naming` has names.
"""

from __future__ import annotations

import ast
import io
import re
import symtable
import tokenize
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chapters import line_of_code, notebook_of
from dependencies import MAGIC
from exports import exports

ON_THE_PAGE_ONLY = "remove-cell"
NOT_SHOWN = {ON_THE_PAGE_ONLY, "remove-input"}
FOLDED = "hide-input"
WIDTH = 90  # characters of code that fit the box of a cell on a page of 1280 pixels
TEX = re.compile(  # commands that begin as an escape of Python does
    "[abfv].*|n(?:e|eq|abla|u|ot|otin|eg|i|mid|onumber|ewline|geq|leq|orm|olimits|earrow)"
    "|t(?:heta|au|imes|op|o|ext|extbf|extit|extrm|frac|binom|ilde|an|anh|herefore|riangle|ag)"
    "|r(?:ho|ight|angle|ightarrow|Vert|vert|m|floor|ceil|brace)"
)
BACKSLASH = r"(?<!\\)(?:\\\\)*\\"  # one that is not doubled
COMMAND = re.compile(rf"{BACKSLASH}([a-zA-Z]+)")
BROKEN_FORMULA = re.compile(rf"\$[^$]*?{BACKSLASH}[ntr][^$]*\$")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line of a chapter, and what to write instead."""

    line: int
    message: str


@dataclass(frozen=True)
class Cell:
    """A code cell: its code, without magic commands, the line of the chapter on which that begins, its options."""

    source: str
    line: int
    options: dict[str, Any]

    @property
    def tags(self) -> set[str]:
        """Its tags, as a set."""
        found = self.options.get("tags", ())
        return {found} if isinstance(found, str) else set(found)

    @property
    def is_shown(self) -> bool:
        """Whether the page shows its code, folded or not."""
        return not NOT_SHOWN & self.tags

    @cached_property
    def tree(self) -> ast.Module:
        """Its code as Python reads it; nothing, if it cannot."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.source)
        except SyntaxError:
            return ast.parse("")

    @cached_property
    def names(self) -> tuple[set[str], set[str]]:
        """The names that it binds, and those that it reads."""
        return bound_and_read(self.source) if self.tree.body else (set(), set())

    def at(self, node: ast.AST) -> int:
        """The line of the chapter on which a part of its code stands."""
        return self.line + getattr(node, "lineno", 1) - 1

    def strings(self) -> Iterator[tuple[int, str]]:
        """What its strings say, and those of its options, with their lines."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield self.at(node), node.value
        waiting = [*self.options.values()]
        while waiting:
            match waiting.pop():
                case str() as text:
                    yield self.line, text
                case dict() as options:
                    waiting += options.values()
                case list() as several:
                    waiting += several

    def plain_strings(self) -> Iterator[tuple[int, str]]:
        """Its strings without an r before them, as they are written, with their lines."""
        raw = False
        for token in tokenize.generate_tokens(io.StringIO(self.source).readline) if self.tree.body else ():
            name = tokenize.tok_name[token.type]
            if name in ("STRING", "FSTRING_START"):
                raw = "r" in re.match(r"\w*", token.string)[0].lower()  # type: ignore[index]
            if name in ("STRING", "FSTRING_MIDDLE") and not raw:
                yield self.line + token.start[0] - 1, token.string


def cells_of(text: str) -> list[Cell]:
    """The code cells of a page."""
    notebook = notebook_of(text)
    if notebook is None:
        return []
    lines, starts = text.splitlines(), notebook.metadata["source_map"]
    return [
        Cell(MAGIC.sub("", cell.source), line_of_code(lines, start, cell.source), dict(cell.metadata))
        for cell, start in zip(notebook.cells, starts, strict=True)
        if cell.cell_type == "code"
    ]


def unreadable(cells: list[Cell]) -> Iterator[Fault]:
    """Cells that are no Python, and escapes that Python does not know."""
    for cell in cells:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            try:
                ast.parse(cell.source)
            except SyntaxError as problem:
                cure = ": put an r before the string" if "unicode" in problem.msg else ""  # of \\xi or \\underline
                yield Fault(cell.line + (problem.lineno or 1) - 1, f"Python cannot read this: {problem.msg}{cure}")
        for warning in told:
            message = f'{warning.message}: put an r before the string, as in r"$\\lambda$"'
            yield Fault(cell.line + (warning.lineno or 1) - 1, message)


def escapes(cells: list[Cell]) -> Iterator[Fault]:
    """Characters in strings that come of a backslash without r before the string."""
    for cell in cells:
        told = set()
        for line, written in cell.plain_strings():
            hits = [hit for hit in COMMAND.finditer(written) if TEX.fullmatch(hit[1])]
            if hit := next(iter(hits), None) or BROKEN_FORMULA.search(written):
                cure = r'put an r before the string, as in r"$b \ne 0$"'
                at = line + written[: hit.start()].count("\n")
                told |= {line, at}
                yield Fault(at, f"Python makes another character of the backslash in {hit[0]}: {cure}")
        for line, value in cell.strings():
            if line not in told and (found := strange(value)):
                yield Fault(line, f"a string holds {found!r}, which nobody sees: put an r before it, or take that out")


def strange(text: str) -> str:
    """The characters of a text that nobody sees, beside the breaks of lines and tabs."""
    seen = "\n\t\N{ZERO WIDTH JOINER}"
    return "".join(c for c in text if c == "\N{REPLACEMENT CHARACTER}" or (c not in seen and _is_control(c)))


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf")


def spelled_out(source: str) -> str:
    """The source with the names that a star stands for."""

    def names(found: re.Match[str]) -> str:
        return f"from {found[1]} import {', '.join(exports(found[1]).star)}"

    return re.sub(r"^from ([\w.]+) import \*", names, source, flags=re.MULTILINE)


class Closed(ast.NodeTransformer):
    """Comprehensions as generators, whose variables stay theirs: from Python 3.12 on, a table has the others' too."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """A part of a cell, with generators in it."""
        super().generic_visit(node)
        match node:
            case ast.ListComp() | ast.SetComp():
                return ast.GeneratorExp(node.elt, node.generators)
            case ast.DictComp():
                return ast.GeneratorExp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)
        return node


def bound_and_read(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell binds, and those that it or a function in it takes from there or from other cells."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes, which are told elsewhere
        tree = ast.fix_missing_locations(Closed().visit(ast.parse(spelled_out(source))))
        top = symtable.symtable(ast.unparse(tree), "<cell>", "exec")
    bound = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    tables, read = [top], set[str]()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        read |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and (table is top or s.is_global())}
    return bound, read


def too_wide(cells: list[Cell]) -> Iterator[Fault]:
    """Lines of code that the box of their cell would cut; a folded cell breaks them, one not shown has no box."""
    for cell in cells:
        if cell.is_shown and FOLDED not in cell.tags:
            for number, line in enumerate(cell.source.splitlines(), cell.line):
                if len(line) > WIDTH:
                    yield Fault(number, f"this line has {len(line)} characters, and its box holds {WIDTH}: break it")


OF_CELLS = (unreadable, escapes, too_wide)
