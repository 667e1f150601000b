"""Derivations, statements and closed pages that a cell makes and does not show, seen without running it.

What is not the last expression of its cell is on no page and in no ledger, and nobody would miss it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cells import ON_THE_PAGE_ONLY, Cell, Fault

SHOWN_AT_THE_END = {"Derivation": "derivation", "state": "statement", "Statements": "statement", "close_page": "page"}
ENDS = "let it be the last expression of a cell of its own, without a semicolon"


def unshown(cells: list[Cell]) -> Iterator[Fault]:
    """Derivations, statements and closed pages that a cell makes and does not show."""
    known: dict[str, str] = {}  # names that stand for something to be shown, and what
    waiting: dict[str, Fault] = {}  # what has a name and was not used yet
    for cell in cells:
        for statement in cell.tree.body:
            read = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
            waiting = {name: fault for name, fault in waiting.items() if name not in read}
            bound = _bound(statement)
            given = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
            what = _made_by(given, known) if given else ""
            for name in bound:
                known.pop(name, None)
            known |= _imported(statement) | _returned(statement, known)
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


def _returned(statement: ast.stmt, known: dict[str, str]) -> dict[str, str]:
    """A function that returns what is to be shown."""
    returns = [n for n in ast.walk(statement) if isinstance(n, ast.Return) and n.value is not None]
    made = [what for n in returns if n.value is not None and (what := _made_by(n.value, known))]
    return {statement.name: made[0]} if made and isinstance(statement, ast.FunctionDef) else {}


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
    after = cell.source.splitlines()[last.end_lineno - 1 :]  # type: ignore[operator]
    silent = ";" in after[0].encode()[last.end_col_offset :].decode().partition("#")[0]
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Try | ast.FunctionDef | ast.ClassDef | ast.Lambda):  # an example of what is refused
            continue
        waiting += ast.iter_child_nodes(node)
        if not isinstance(node, ast.Expr):
            continue
        several = node.value.elts if isinstance(node.value, ast.Tuple | ast.List) else []
        what = next(filter(None, (_made_by(part, known) for part in (node.value, *several))), "")
        if not what:
            continue
        if node is not last or silent or several:
            yield Fault(cell.at(node), f"this {what} would vanish from page and ledger: {ENDS}")
        elif ON_THE_PAGE_ONLY in cell.tags:
            yield Fault(cell.at(node), f"this {what} would vanish with its cell: write remove-input for remove-cell")
