"""Misprints: every formula that differs from a given one by a single symbol.

What can go wrong on a page is a sign, a factor lost or doubled, a transpose or an exponent, one letter for another, an
index shifted, a bracket lost. Each operator lists its own (`typos`). Here is what is the same for all of them: letters
and functions are exchanged for others, a sign, a factor of two or a script is put in, and every misprint of a part is
carried up to the whole formula. `regroupings` has what concerns two neighbors: brackets lost, factors exchanged.

So a sign turned is made by the `typos` of `Add`, `Sub` and `Neg`, and collected here; `derivation.sharpness.tally` puts
it in the place of the formula, and `derivation.rejections.first_rejection` says whether a value rejects it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from derived.algebra.arithmetic import Add, Mul, Neg, Pow, Sub, is_negative
from derived.algebra.brackets import POWER, RELATION
from derived.algebra.constants import Constant, Number, is_zero
from derived.algebra.derivatives import Derivative
from derived.algebra.equals import law_of_equality
from derived.algebra.expressions import Expr
from derived.algebra.indexed import Indexed, Term
from derived.algebra.inverses import Inverse, Transpose
from derived.algebra.items import Item
from derived.algebra.named import Call, Function
from derived.algebra.regroupings import PRODUCTS, exchanged, is_bracketed, with_part, without_brackets
from derived.algebra.relations import All, Relation
from derived.algebra.shapes import ShapeError
from derived.algebra.symbols import Index, Size, Symbol, bound_letter
from derived.algebra.unwritable import Unwritable, as_written


@dataclass(frozen=True)
class Misprint:
    """A formula with one symbol wrong.

    Attributes
    ----------
    formula : Expr or None
        The misprinted formula; None where its shapes do not fit, so that it cannot even be written.
    tex : str
        What is printed.
    equal : str
        The law by which it is worth what the formula is, as for two numbers exchanged in a product; else empty.
    """

    formula: Expr | None
    tex: str
    equal: str = ""


def misprints(formula: Expr, letters: Iterable[Symbol | Function | Indexed]) -> list[Misprint]:
    r"""All one-symbol misprints of a formula.

    Parameters
    ----------
    formula : Expr
        A formula, or a relation, whose two sides are then misprinted in turn.
    letters : iterable of Symbol, Function, Sequence or Family
        What a letter may be mistaken for: another of these that is of its kind.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> x, y = scalar("x"), scalar("y")
    >>> [m.tex for m in misprints(2 * x, [x, y])]
    ['2', 'x', '1 x', '3 x', '2 y', '2 x^{2}', '-2 x', '4 x']
    >>> exchanged = misprints(x * y, [x, y])[-1]
    >>> exchanged.tex, exchanged.equal
    ('y\\, x', 'numbers may be multiplied in any order, and products grouped in any way')
    """
    found: dict[str, Misprint] = {}
    for mutant in _raw_misprints(formula, _Alphabet(formula, letters)):
        tex = mutant.tex()
        fits = mutant.fits and mutant.shape == formula.shape
        if tex == formula.tex() or (tex in found and (found[tex].formula is not None or not fits)):
            continue
        law = law_of_equality(formula, mutant) if fits else None
        found[tex] = Misprint(mutant if fits else None, tex, law or "")
    return list(found.values())


def _raw_misprints(formula: Expr, known: _Alphabet) -> Iterator[Expr]:
    yield from _misprints_of_parts(formula, known)
    yield from _insertions_around(formula)
    yield from without_brackets(formula)
    yield from exchanged(formula)


def _insertions_around(formula: Expr) -> Iterator[Expr]:
    """The formula as a whole, or a side of it, with something put in; no brackets around it but those of −(…)."""
    yield from (wrong for wrong in _insertions(formula, None) if _count_brackets(wrong) == _count_brackets(formula))
    if isinstance(formula, Add):
        yield from (Neg(formula), Mul(Number(2), formula))
    if isinstance(formula, Relation | All):
        for k, side in enumerate(formula.args):
            yield from (with_part(formula, k, wrong) for wrong in _insertions_around(side))


def _misprints_of_parts(e: Expr, known: _Alphabet, small: bool = False) -> Iterator[Expr]:
    """The misprints of a node and, carried up, of its parts; nothing is put into what is printed small."""
    yield from _typos(e)
    yield from known.instead_of(e)
    for k, part in enumerate(e.args):
        label = small or e.is_label(k)
        for wrong in (*_misprints_of_parts(part, known, label), *_shifted(e, k)):
            yield with_part(e, k, wrong)
        for wrong in () if label else _insertions(part, e):
            whole = with_part(e, k, wrong)
            if _count_brackets(whole) == _count_brackets(e):  # with brackets it would be more than one symbol
                yield whole


def _shifted(e: Expr, k: int) -> Iterator[Expr]:
    """A letter that stands as an index without being one, as the k of any one entry, a place before or after."""
    part = e.args[k]
    letter = isinstance(part, Symbol) and not isinstance(part, Index | Size)
    if letter and isinstance(e, Item | Term) and e.is_label(k):
        yield from (Add(part, Number(1)), Sub(part, Number(1)))


def _count_brackets(e: Expr) -> int:
    return e.tex().count("(")


def _typos(e: Expr) -> Iterator[Expr]:
    """What the operator itself lists, up to the first that cannot be written."""
    typos = e.typos()
    while True:
        try:
            yield next(typos)
        except StopIteration:
            return
        except ShapeError:
            yield Unwritable("", e)
            return


def _insertions(part: Expr, around: Expr | None) -> Iterator[Expr]:
    """A minus sign, a factor of two, an exponent, a transpose, an inverse at one part of a formula."""
    if part.binding == RELATION:
        return
    if not (isinstance(around, Add) and part is around.args[0]):  # there, the whole sum has its turn
        in_front = around is None or not isinstance(around, PRODUCTS | Add) or is_bracketed(around, part)
        if in_front:
            yield _negative(part)
        if around is None or isinstance(around, Add | Relation) or isinstance(part, Add):
            yield _doubled(part)
    closed = part.binding > POWER or (around is not None and is_bracketed(around, part))
    if not closed or isinstance(part, Number | Constant):
        return
    if not part.shape:
        yield Pow(part, Number(2))
    elif part.shape[0] != "row":
        yield Transpose(part)
        if len(part.shape) == 2:
            yield as_written(Inverse, part)


def _negative(e: Expr) -> Expr:
    """The formula with a minus sign in front, which belongs to its first term."""
    if isinstance(e, Add):
        return with_part(e, 0, _negative(e.args[0]))
    return e if is_negative(e) or is_zero(e) else Neg(e)


def _doubled(e: Expr) -> Expr:
    """The formula with a 2 in front, which belongs to the first factor of its first term."""
    if isinstance(e, Add | Neg) or (isinstance(e, PRODUCTS) and isinstance(e.args[0], PRODUCTS | Neg)):
        return with_part(e, 0, _doubled(e.args[0]))
    if isinstance(e, PRODUCTS):
        return with_part(e, 0, _doubled(e.args[0]) if isinstance(e.args[0], Number) else Mul(Number(2), e.args[0]))
    if isinstance(e, Number):
        return Number(2 * e.value)
    return e if is_zero(e) else Mul(Number(2), e)


class _Alphabet:
    """What a letter, a function or a sequence may be mistaken for."""

    def __init__(self, formula: Expr, letters: Iterable[Symbol | Function | Indexed]):
        known = dict.fromkeys((*letters, *_similar_heads(formula)))
        self.letters = [x for x in known if isinstance(x, Symbol)]
        self.functions = [x for x in known if isinstance(x, Function)]
        self.sequences = [x for x in known if isinstance(x, Indexed)]

    def instead_of(self, e: Expr) -> Iterator[Expr]:
        """The node with another letter, where it is or binds one; with another function or sequence."""
        match e:
            case Symbol():
                yield from self._similar_letters(e)
            case Call():
                for f in self.functions:
                    if f is not e.function:
                        yield _call(f, e)
            case Term():
                yield from (Term(s, *e.args) for s in self.sequences if s is not e.sequence)
        bound = bound_letter(e)
        if bound is not None and not isinstance(e, Derivative):  # whose letter is one of its parts
            name = "index" if isinstance(bound, Index) else "symbol"
            for other in self._similar_letters(bound):
                if (other.shape, other.conditions) == (bound.shape, bound.conditions):
                    yield e.revised(**{name: other})

    def _similar_letters(self, e: Symbol) -> Iterator[Symbol]:
        """Other letters that look alike: both running indices, or both scalars, vectors or matrices."""
        for other in self.letters:
            alike = isinstance(other, Index) == isinstance(e, Index) and len(other.shape) == len(e.shape)
            if alike and other.tex() != e.tex():
                yield other


def _similar_heads(e: Expr) -> Iterator[Function | Indexed]:
    if isinstance(e, Call):
        yield e.function
    if isinstance(e, Term):
        yield e.sequence
    for part in e.args:
        yield from _similar_heads(part)


def _call(function: Function, e: Call) -> Expr:
    try:
        return Call(function, *e.args, order=e.order)
    except (ShapeError, ValueError):
        return e.revised(function=function, fits=False)
