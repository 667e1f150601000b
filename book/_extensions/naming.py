"""What can be wrong with the names of a chapter's cells: readers have them from the shown cells alone, in order.

A name may come from a cell that is not shown, or such a cell may change what a shown one has made: whoever runs the
shown cells, or the downloaded notebook, has something else then. And a name may be a letter of a derivation in one
cell and an array in another: the reader who runs the first again gets an error, or worse, none.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterable, Iterator

from cells import NOT_SHOWN, ON_THE_PAGE_ONLY, Cell, Fault
from dependencies import root
from exports import PACKAGE, Exports, exports, exports_of

GIVEN = {*dir(builtins), "display", "get_ipython", "_"}
LETTER, VALUE, MAKER = "a letter of a derivation", "a value", "a maker of letters"
ALGEBRA = "derived.algebra"
OWN_SCOPE = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
SEVERAL = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


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


def changed(cells: list[Cell]) -> Iterator[Fault]:
    """Objects of shown cells into which a cell that is not shown writes."""
    shown = set().union(*(cell.names[0] for cell in cells if cell.is_shown))
    for cell in (c for c in cells if not c.is_shown):
        for node in ast.walk(cell.tree):
            is_place = isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load)
            if is_place and (name := root(node)) in shown:
                message = f"this cell is not shown and changes {name}, which readers have from a shown one"
                yield Fault(cell.at(node), f"{message}: change it where it is shown, or a copy here")


def two_things(cells: list[Cell]) -> Iterator[Fault]:
    """Names that are a letter of a derivation in one place, and a value in another."""
    kinds: dict[str, str] = {}  # of the names, as the statements up to here have them
    first: dict[str, tuple[str, int]] = {}  # what each name was in the first place, and on which line
    for cell in cells:
        for node in _at_the_top(cell.tree.body):
            for name, kind in _bound_by(node, kinds):
                kinds[name] = kind
                if name == "_" or kind not in (LETTER, VALUE):
                    continue
                was, line = first.setdefault(name, (kind, cell.at(node)))
                if was != kind:
                    message = f"{name} is {kind} here, and {was} on line {line}: whoever runs one of these cells again"
                    yield Fault(cell.at(node), f"{message} gets the wrong one; give it a name of its own")


def _at_the_top(statements: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """What binds names of the page, in order: not what functions and comprehensions keep to themselves."""
    for node in statements:
        yield node
        if not isinstance(node, OWN_SCOPE | SEVERAL):
            yield from _at_the_top(ast.iter_child_nodes(node))


def _bound_by(node: ast.AST, kinds: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The names that a statement binds, and what they are then."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _unpacked(target, value, kinds)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
            yield from _unpacked(target, value, kinds)
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            yield name, kinds.get(name) or _kind(value, kinds)
        case ast.For(target=target, iter=iterable):
            yield from _unpacked(target, iterable, kinds)
        case ast.With(items=items):
            for item in items:
                if item.optional_vars:
                    yield from _unpacked(item.optional_vars, item.context_expr, kinds)
        case ast.ImportFrom() | ast.Import():
            yield from _given_by(node)
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, ""


def _unpacked(target: ast.expr, value: ast.expr, kinds: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The names of the left side of an assignment, each with what of the right side it gets."""
    match target, value:
        case ast.Name(id=name), _:
            yield name, _kind(value, kinds)
        case ast.Starred(value=inner), _:
            yield from ((name, VALUE) for name, _ in _unpacked(inner, value, kinds))
        case ((ast.Tuple(elts=left) | ast.List(elts=left)), (ast.Tuple(elts=right) | ast.List(elts=right))) if len(
            left
        ) == len(right):
            for one, its in zip(left, right, strict=True):
                yield from _unpacked(one, its, kinds)
        case ((ast.Tuple(elts=left) | ast.List(elts=left)), _):
            inner = value.elt if isinstance(value, ast.ListComp | ast.GeneratorExp) else value
            for one in left:
                yield from _unpacked(one, inner, kinds)


def _kind(value: ast.expr, kinds: dict[str, str]) -> str:
    """What an expression is: a letter, a value; nothing of the two for functions."""

    def any_letter(*parts: ast.expr) -> bool:
        return any(_kind(part, kinds) == LETTER for part in parts)

    match value:
        case ast.Name(id=name):
            return kinds.get(name, VALUE)
        case ast.Lambda():
            return ""
        case ast.Call(func=func, args=given):
            made = kinds.get(func.id) if isinstance(func, ast.Name) else None
            own = made == ""  # a function of the page, which makes letters of letters
            is_letter = made == MAKER or any_letter(func) or (own and any_letter(*given))
        case ast.Attribute(attr="letters"):  # of an exercise
            is_letter = True
        case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.UnaryOp(operand=inner):
            is_letter = any_letter(inner)
        case ast.BinOp(left=left, right=right):
            is_letter = any_letter(left, right)
        case ast.Compare(left=left, comparators=others):
            is_letter = any_letter(left, *others)
        case ast.IfExp(body=one, orelse=other):
            is_letter = any_letter(one, other)
        case ast.NamedExpr(value=inner):
            return _kind(inner, kinds)
        case _:
            is_letter = False
    return LETTER if is_letter else VALUE


def _given_by(node: ast.ImportFrom | ast.Import) -> Iterator[tuple[str, str]]:
    """The names that an import binds, and what they are."""
    module = node.module if isinstance(node, ast.ImportFrom) else None
    for alias in node.names:
        if not module:
            yield alias.asname or alias.name.split(".")[0], ""
        elif alias.name == "*":
            found = _exports(module)
            yield from ((name, _imported(module, name)) for name in (found.star if found else ()))
        else:
            yield alias.asname or alias.name, _imported(module, alias.name)


def _imported(module: str, name: str) -> str:
    """What an import gives: of the algebra, a maker of letters or a letter; else a value or, for functions, neither."""
    found = _exports(module)
    is_callable = found is None or name not in found.values
    if module == ALGEBRA or module.startswith(f"{ALGEBRA}."):
        return MAKER if is_callable else LETTER
    return "" if is_callable else VALUE


def _exports(module: str) -> Exports | None:
    """The names of a module of the book or of Python, or of one that is read already: no other is read for this."""
    top = module.partition(".")[0]
    if top == PACKAGE or top in sys.stdlib_module_names:
        try:
            return exports(module)
        except ImportError:  # which the cell will tell
            return None
    return exports_of(sys.modules[module]) if module in sys.modules else None


OF_NAMES = (missing, changed, two_things)
