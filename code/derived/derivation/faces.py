"""Faces: how the letters of a formula look, and what each stands for.

Two things that look alike are told apart by the engine, but not by a reader: of an index i beside a scalar i it is true
that Σᵢ i = n i. So a derivation refuses the second of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from derived.algebra.constants import Constant
from derived.algebra.elementwise import Elementary
from derived.algebra.expressions import Expr
from derived.algebra.indexed import Term
from derived.algebra.indices import FreeIndex
from derived.algebra.items import Item
from derived.algebra.named import Call, Named
from derived.algebra.random_variables.spaces import Random
from derived.algebra.shapes import shape_text
from derived.algebra.symbols import Index, Size, Symbol, bound_letter

Thing = tuple[str, Hashable]


def faces(expr: Expr) -> Iterator[tuple[str, Thing]]:
    r"""Every letter, entry and function that a formula shows, as LaTeX, with what it is: in words, and for comparison.

    What the body of a name holds is not shown beside it, and may be called what it likes.

    Examples
    --------
    >>> from derived.algebra import index, scalar, summation, vector
    >>> x, i = vector("x", 3), index("i")
    >>> for tex, (words, _) in faces(summation(i, 3, x[i]) - scalar("c")):
    ...     print(tex, "is", words)
    x_{i} is an entry of the vector of 3 x
    \mathbf{x} is the vector of 3 x
    i is the index i
    i is the index i
    c is the scalar c
    """
    match expr:
        case Symbol():
            yield expr.tex(), _letter(expr)
            if isinstance(expr, FreeIndex):
                yield f"the index {expr.tex()}", (expr.condition_tex, expr.condition_tex)
        case Item(args=(Symbol() as array, *places)):
            words, identity = _letter(array)
            yield expr.tex(), (f"an entry of {words}", (identity, *(k.tex() for k in places)))
        case Item(args=(Term() as term, *places)):
            words = f"an entry of a term of the sequence {term.sequence.name}"
            yield expr.tex(), (words, (term.sequence, term.args[0].tex(), *(k.tex() for k in places)))
        case Term():
            words = f"a term of the sequence {expr.sequence.name}"
            yield expr.tex(), (words, expr.sequence)
            yield f"{expr.sequence.letter} with an index", (words, expr.sequence)
        case Call(function=f):
            rule = (*(v.tex() for v in f.variables), f.body and f.body.tex())
            yield f.tex, (f"the function {f.name}", (f.shape, rule))
        case Constant() if expr.shape:
            words = "the identity matrix" if expr.kind == "identity" else f"an array of {expr.kind}"
            yield expr.tex(), (words, expr.kind)
        case Elementary():
            yield expr.rule.tex, (f"the function {expr.name}", expr.name)
    for part in _parts(expr):
        yield from faces(part)


def printed(expr: Expr) -> Iterator[Expr]:
    """Every part of a formula that its LaTeX shows: none of what a name stands for.

    Examples
    --------
    >>> from derived.algebra import define, scalar
    >>> h = define("h", scalar("x") ** 2)
    >>> list(printed(h + 1))
    [h + 1, h, 1]
    """
    yield expr
    for part in _parts(expr):
        yield from printed(part)


def _parts(expr: Expr) -> list[Expr]:
    return [p for p in (*expr.args, bound_letter(expr), getattr(expr, "to", None)) if isinstance(p, Expr)]


def _letter(symbol: Symbol) -> Thing:
    """What a letter stands for."""
    kind, more = shape_text(symbol.shape), _more(symbol)
    match symbol:
        case Index():
            return f"the index {symbol.name}", (Index, symbol.name)
        case Size():
            kind = "size"
        case Named():
            kind = f"name of {more},"
        case Random():
            kind = f"random {kind}"
    return f"the {kind} {symbol.name}", (type(symbol), symbol.name, symbol.shape, more)


def _more(symbol: Symbol) -> Hashable:
    """What tells two letters of one name, kind and shape apart."""
    if isinstance(symbol, Named):
        return symbol.body.tex()
    return getattr(symbol, "space", None) or getattr(symbol, "condition_tex", None)
