"""Misprints: every formula that differs from a given one by a single symbol.

What can go wrong on a page is a sign, a factor lost or doubled, a transpose or an exponent lost, one letter for another
of the same shape, an index shifted. Each operator lists its own (`typos`); here the letters are exchanged, a sign and a
factor of two are put in front, and every misprint of a part is carried up to the whole formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from derived.algebra.expressions import RELATION, Constant, Expr, Index, Mul, Neg, Number, Size, Symbol
from derived.algebra.shapes import ShapeError


@dataclass(frozen=True)
class Misprint:
    """A formula with one symbol wrong.

    Attributes
    ----------
    formula : Expr or None
        The misprinted formula; None where its shapes do not fit, so that it cannot even be written.
    """

    formula: Expr | None


def misprints(formula: Expr, letters: Iterable[Symbol]) -> list[Misprint]:
    """All one-symbol misprints of a formula.

    Parameters
    ----------
    formula : Expr
        A formula, or a relation, whose two sides are then misprinted in turn.
    letters : iterable of Symbol
        What a letter may be mistaken for: another of these that has the same shape.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> x, y = scalar("x"), scalar("y")
    >>> [m.formula.tex() for m in misprints(2 * x, [x, y])]
    ['x', '2', '3 x', '-2 x', '4 x', '2 y']
    """
    found: dict[str, Misprint] = {}
    unfit = []
    for mutant in _everywhere(formula, _alphabet(letters)):
        if mutant is None or mutant.shape != formula.shape:
            unfit.append(Misprint(None))
        elif mutant.tex() != formula.tex():
            found.setdefault(mutant.tex(), Misprint(mutant))
    return [*found.values(), *unfit]


def _alphabet(letters: Iterable[Symbol]) -> list[Symbol]:
    return list(dict.fromkeys(letters))


def _everywhere(e: Expr, letters: list[Symbol], top: bool = True) -> Iterator[Expr | None]:
    """The misprints of a node and, carried up, of its parts; None for one whose shapes do not fit."""
    yield from _here(e, letters)
    if top and e.binding != RELATION and not isinstance(e, Neg | Mul | Number | Constant):
        yield from (Neg(e), Mul(Number(2), e))
    for k, part in enumerate(e.args):
        for wrong in _everywhere(part, letters, top=e.binding == RELATION):
            if wrong is None:
                yield None
                continue
            try:
                yield e.rebuild((*e.args[:k], wrong, *e.args[k + 1 :]))
            except ShapeError:
                yield None


def _here(e: Expr, letters: list[Symbol]) -> Iterator[Expr | None]:
    typos = e.typos()
    while True:
        try:
            yield next(typos)
        except StopIteration:
            break
        except ShapeError:
            yield None
            break
    if isinstance(e, Symbol):
        kind = Size if isinstance(e, Size) else Index if isinstance(e, Index) else Symbol
        for other in letters:
            same_kind = isinstance(other, kind) and (kind is not Symbol or not isinstance(other, Size | Index))
            if same_kind and other.shape == e.shape and other != e:
                yield other
