"""What can be wrong with the cells of a chapter, seen without running them.

Each function takes the cells of one page and finds faults of one kind: a derivation that is never shown, an escape
that was meant for TeX, a name that readers do not have, a line that its box would cut.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import re
import symtable
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chapters import line_of_code, notebook_of
from dependencies import MAGIC

ON_THE_PAGE_ONLY = "remove-cell"
NOT_SHOWN = {ON_THE_PAGE_ONLY, "remove-input"}
FOLDED = "hide-input"
WIDTH = 90  # characters of code that fit the box of a cell on a page of 1280 pixels
GIVEN = {*dir(builtins), "display", "get_ipython", "_"}
SHOWN_AT_THE_END = {"Derivation": "derivation", "state": "statement", "Statements": "statement", "close_page": "page"}
ENDS = "let it be the last expression of a cell of its own, without a semicolon"
TEX = (  # commands that begin as an escape of Python does
    "ne neq nabla nu not notin neg ni nmid nonumber newline ngeq nleq norm nolimits nearrow "
    "theta tau times top to text textbf textit textrm tfrac tbinom tilde tan tanh therefore triangle tag "
    "rho right rangle rightarrow rVert rvert rm rfloor rceil rbrace mathrm "
)
ESCAPED = re.compile("[\n\t\r](?:" + "|".join(sorted({w[1:] for w in TEX.split() if w[0] in "ntr"})) + ")(?![a-z])")


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

    def strings(self) -> Iterator[tuple[int, str, bool]]:
        """Its strings and those of its options, with their lines, and whether a string goes over several lines."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield self.at(node), node.value, node.end_lineno != node.lineno
        waiting = [*self.options.values()]
        while waiting:
            match waiting.pop():
                case str() as text:
                    yield self.line, text, True
                case dict() as options:
                    waiting += options.values()
                case list() as several:
                    waiting += several


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
                yield Fault(cell.line + (problem.lineno or 1) - 1, f"Python cannot read this: {problem.msg}")
        for warning in told:
            message = f'{warning.message}: put an r before the string, as in r"$\\lambda$"'
            yield Fault(cell.line + (warning.lineno or 1) - 1, message)


def lost(cells: list[Cell]) -> Iterator[Fault]:
    """Derivations, statements and closed pages that a cell makes and does not show."""
    known: dict[str, str] = {}  # names that stand for something to be shown, and what
    waiting: dict[str, Fault] = {}  # what has a name and was not used yet
    for cell in cells:
        for statement in cell.tree.body:
            read = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
            waiting = {name: fault for name, fault in waiting.items() if name not in read}
            bound = _bound(statement)
            what = _made_by(statement.value, known) if isinstance(statement, ast.Assign) else ""
            for name in bound:
                known.pop(name, None)
            known |= _imported(statement)
            if what:
                message = f"the {what} {', '.join(bound)} is on no page and in no ledger: {ENDS}"
                known |= {name: f"={what}" for name in bound}
                waiting |= {name: Fault(cell.at(statement), message) for name in bound}
            yield from _unseen(cell, statement, known)
    yield from waiting.values()


def _bound(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    return [n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


def _imported(statement: ast.stmt) -> dict[str, str]:
    """The names under which an import gives what is to be shown, or the module that has it."""
    found: dict[str, str] = {}
    for alias in statement.names if isinstance(statement, ast.Import | ast.ImportFrom) else []:
        source = f"{statement.module}." if isinstance(statement, ast.ImportFrom) else ""
        given, full = alias.asname or alias.name, f"{source}{alias.name}"
        if full == "derived.derivation.*":
            found |= SHOWN_AT_THE_END
        elif full == "derived.derivation":
            found[given] = "module"
        elif full.startswith("derived.derivation.") and alias.name in SHOWN_AT_THE_END:
            found[given] = SHOWN_AT_THE_END[alias.name]
    return found


def _made_by(expression: ast.expr, known: dict[str, str]) -> str:
    """What an expression makes that is to be shown, if it does."""
    calls, node, attribute = 0, expression, ""
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Call):
            calls, node = calls + 1, node.func
        else:
            attribute, node = node.attr, node.value
    what = known.get(node.id, "") if isinstance(node, ast.Name) else ""
    if what == "module":
        what = SHOWN_AT_THE_END.get(attribute, "")
    return what.removeprefix("=") if calls or what.startswith("=") else ""


def _unseen(cell: Cell, statement: ast.stmt, known: dict[str, str]) -> Iterator[Fault]:
    """What a statement makes to be shown, though the cell does not show it, or the page not the cell."""
    last = cell.tree.body[-1]
    silent = cell.source.rstrip().endswith(";")
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Try | ast.FunctionDef | ast.ClassDef | ast.Lambda):  # an example of what is refused
            continue
        waiting += ast.iter_child_nodes(node)
        if not (isinstance(node, ast.Expr) and (what := _made_by(node.value, known))):
            continue
        if node is not last or silent:
            yield Fault(cell.at(node), f"this {what} would vanish from page and ledger: {ENDS}")
        elif ON_THE_PAGE_ONLY in cell.tags:
            yield Fault(cell.at(node), f"this {what} would vanish with its cell: write remove-input for remove-cell")


def escapes(cells: list[Cell]) -> Iterator[Fault]:
    """Characters in strings that come of a backslash without r before the string."""
    for cell in cells:
        for line, value, is_long in cell.strings():
            found = strange(value.replace("\n", "") if is_long else value)
            in_formula = [] if is_long else re.findall(r"\$[^$\n\t\r]*[\n\t\r][^$]*\$", value)
            command = None if is_long else ESCAPED.search(value)
            if found or in_formula or command:
                message = f"{value!r} holds a character that Python made of a backslash: put an r before it, as in "
                yield Fault(line, message + r'r"$b \ne 0$"')


def strange(text: str) -> str:
    """The characters of a text that nobody sees, beside the breaks of lines and tabs."""
    seen = "\n\t\N{ZERO WIDTH JOINER}"
    return "".join(c for c in text if c == "\N{REPLACEMENT CHARACTER}" or (c not in seen and _is_control(c)))


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf")


def spelled_out(source: str) -> str:
    """The source with the names that a star stands for."""

    def names(found: re.Match[str]) -> str:
        return f"from {found[1]} import {', '.join(importlib.import_module(found[1]).__all__)}"

    return re.sub(r"^from ([\w.]+) import \*", names, source, flags=re.MULTILINE)


def bound_and_read(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell binds, and those that it or a function in it takes from there or from other cells."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes, which are told elsewhere
        top = symtable.symtable(spelled_out(source), "<cell>", "exec")
    bound = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    tables, read = [top], set[str]()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        read |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and (table is top or s.is_global())}
    return bound, read


def missing(cells: list[Cell]) -> Iterator[Fault]:
    """Names that a reader who runs the shown cells, or the notebook, would not have."""
    told: set[str] = set()
    for hidden in (NOT_SHOWN, {ON_THE_PAGE_ONLY}):
        seen = [cell for cell in cells if not hidden & cell.tags]
        given = GIVEN.union(*(cell.names[0] for cell in seen))
        for cell in seen:
            for name in sorted(cell.names[1] - given - told):
                told.add(name)
                line = next((cell.at(n) for n in ast.walk(cell.tree) if getattr(n, "id", "") == name), cell.line)
                origin = next((c.line for c in cells if name in c.names[0]), None)
                whence = f"comes from a cell that is not shown (line {origin})" if origin else "is bound by no cell"
                yield Fault(line, f"{name} {whence}: readers who run this get a NameError; bind it in a shown cell")
    seen_names = set().union(*(cell.names[0] | cell.names[1] for cell in cells if cell.is_shown))
    for cell in (c for c in cells if not c.is_shown):
        if both := sorted(cell.names[0] & seen_names - told):
            message = f"this cell is not shown and binds {', '.join(both)}, as shown cells do"
            yield Fault(cell.line, f"{message}: give it a name of its own")


def too_wide(cells: list[Cell]) -> Iterator[Fault]:
    """Lines of code that the box of their cell would cut; a folded cell breaks them, one not shown has no box."""
    for cell in cells:
        if cell.is_shown and FOLDED not in cell.tags:
            for number, line in enumerate(cell.source.splitlines(), cell.line):
                if len(line) > WIDTH:
                    yield Fault(number, f"this line has {len(line)} characters, and its box holds {WIDTH}: break it")


OF_CELLS = (unreadable, lost, escapes, missing, too_wide)
