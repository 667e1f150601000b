"""Which instances a line is tested on: of every size and sign that its conditions allow, near and far, and at ties.

The instances come in this order: those of the design, in which sizes, whole numbers and signs take their values in
turn; for rounded numbers wild ones, tiny and very large; and where a formula behaves differently in different places,
coarse ones, where things are equal or zero. The first of them rejects nearly every misprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import sympy

from derived.algebra.cases import Cases, Indicator
from derived.algebra.conditions import TALL, meets
from derived.algebra.constants import Number
from derived.algebra.designs import design, slack
from derived.algebra.drawing import WHOLES
from derived.algebra.elementwise import Elementary
from derived.algebra.expressions import Expr, walk
from derived.algebra.extrema import Argmin
from derived.algebra.indexed import Term
from derived.algebra.indices import FreeIndex
from derived.algebra.instances import Instance
from derived.algebra.inverses import Inverse, PseudoInverse
from derived.algebra.items import Item
from derived.algebra.largest import Extreme
from derived.algebra.limits import Limit
from derived.algebra.named import Call
from derived.algebra.norms import Norm
from derived.algebra.random_variables.spaces import Random
from derived.algebra.ranges import limits_of
from derived.algebra.relations import Relation
from derived.algebra.shapes import SizeSymbol, sizes_of, whole_letters_of, widths_of
from derived.algebra.sums import Big
from derived.algebra.symbols import Index, Size, Symbol
from derived.derivation.roots import places

EXACT_INSTANCES, SIZED_INSTANCES = 4, 10  # so many at least: without and with sizes
PRECISE_INSTANCES, WILD_INSTANCES = 8, 24  # of sixty digits, and of tiny and very large numbers
BRANCHING, BOUND, COARSE = 40, 56, 40
LIMITS = 16  # of limits, which need not exist for all numbers
INDEXED = 40  # and so many where a free index has a first and a last value
FARTHEST = 20  # whole numbers are tried up to one more than the largest number beside them, but no further
FAR = (10, 30)  # sizes and whole numbers beyond, where there are no matrices: what grows is seen to grow
MOST = 1000  # but to one more than that number, if it is not larger than this, where there are no matrices
TIES = 12  # so many instances for each letter that can make the two sides of an inequality equal
BESIDE = (Fraction(0), Fraction(1, 100), Fraction(0), Fraction(-1, 100))  # or nearly so
STEPS = (1, 2, 16)  # coarse numbers are whole ones, halves and sixteenths


def trials(shown: tuple[Expr, ...], kind: str, many: int = 0, beside: tuple[Expr, ...] = ()) -> list[Instance]:
    """The instances on which a line is tested.

    Parameters
    ----------
    shown : tuple of Expr
        What stands on the line.
    kind : {"exact", "precise"}
        Which numbers.
    many : int
        How many instances are needed at least.
    beside : tuple of Expr
        What letters are worth where the line is said to be sharp: whole numbers are tried beyond that, too.

    Raises
    ------
    ValueError
        If the conditions of the sizes contradict each other.
    """
    nodes = [node for e in shown for node in walk(e)]
    branching = any(_branches(node) for node in nodes)
    if branching:
        many = max(many, BRANCHING)
    indexed = INDEXED if any(isinstance(node, FreeIndex) for node in nodes) else 0
    goes_far = any(isinstance(node, Limit) for node in nodes)
    enough = LIMITS if goes_far else PRECISE_INSTANCES
    few = max(many // 2, EXACT_INSTANCES, indexed) if kind == "exact" else max(many, enough, indexed - WILD_INSTANCES)
    designs = assignments(nodes, few, beside)
    largest = max((abs(node.value) for node in nodes if isinstance(node, Number) and node.value), default=Fraction(1))
    ranks = any(isinstance(node, PseudoInverse) for node in nodes)
    related = any(isinstance(node, Relation) for node in nodes)
    singular = 2 if ranks else 4 if related and any(isinstance(node, Inverse) for node in nodes) else 0

    def made(seed: int, **how: Any) -> Instance:
        any_rank = bool(singular) and seed % singular == 1
        return Instance(seed, kind, any_rank=any_rank, assigned=designs[seed % len(designs)], unit=largest, **how)

    found = [made(seed) for seed in range(len(designs))]
    if kind == "precise" or many:
        found += [made(seed, wild=True) for seed in range(WILD_INSTANCES)]
    jumps = goes_far or any(isinstance(node, Argmin) for node in nodes)  # as the power of a number that is one
    if many or ranks or related or jumps:
        rounds = COARSE if many else COARSE // 2 if ranks or related else COARSE // 5
        coarse = [made(seed, coarse=STEPS[seed // 4 % 3]) for seed in range(rounds)]
        found += [*coarse, *ties(nodes, coarse)]
    return found


def ties(nodes: list[Expr], instances: list[Instance]) -> list[Instance]:
    """Instances in which the two sides of a relation meet, or nearly, by the value of one of its letters."""
    found = []
    scalars = (node for node in nodes if isinstance(node, Relation) and not node.args[0].shape)
    for relation in (e for e in scalars if not any(isinstance(n, Call) and n.body is None for n in walk(e))):
        letters = (s for s in relation.depends if type(s) is Symbol and not s.shape and not few_values(s))
        for letter in sorted(letters, key=lambda s: s.name):
            tied = [there for here in instances[:TIES] for there in _ties(relation, letter, here)]
            found += tied[: 2 * TIES]
    return found


def _ties(relation: Relation, letter: Symbol, here: Instance) -> list[Instance]:
    """The instance with each value of a letter for which both sides are equal, or with one beside it."""
    try:
        meeting: list[Any] = [letter.at(there) for there in places(Relation("=", *relation.args), letter, here)]
    except (ArithmeticError, IndexError, ValueError, TypeError):
        return []
    beside = here.number(BESIDE[here.seed % len(BESIDE)]) if relation.sign != "=" else here.number(Fraction(0))
    values = (value + (abs(value) + 1) * beside for value in meeting)
    return [here.bind({letter: value}) for value in values if meets(letter.conditions, value)]


def assignments(nodes: Iterable[Expr], many: int, beside: Iterable[Expr] = ()) -> tuple[dict[str, int], ...]:
    """Numbers for the sizes and for the letters of few values that stand in a formula, for each instance."""
    nodes = list(nodes)
    shaped = (letter for node in nodes for letter in whole_letters_of(node.shape))
    letters = dict.fromkeys((*(node for node in nodes if isinstance(node, Symbol)), *shaped))
    put_there = (int(k.value) for k in beside if isinstance(k, Number) and k.value.denominator == 1)
    last = max([*counted(nodes), *put_there], default=0)
    sizes: dict[str, SizeSymbol | Size] = {}
    few: dict[str, tuple[int, ...]] = {}
    slacks: dict[sympy.Expr, None] = {}
    for letter in letters:
        if isinstance(letter, Size):
            sizes.setdefault(letter.name, letter)
        elif not letter.shape and not isinstance(letter, Random | Index):
            few |= {letter.name: values} if (values := few_values(letter, last)) else {}
        sizes |= {s.name: s for s in sizes_of(letter.shape)}
        dims = _of_the_design(letter)
        slacks |= {_plain(dim) - 1: None for dim in dims}
        if set(TALL) & set(letter.conditions):
            slacks[_plain(dims[0] - dims[1])] = None
    slacks |= {_plain(d): None for node in nodes for d in _of_the_design(node)}
    slacks |= {slack(comparison): None for size in sizes.values() for comparison in size.comparisons}
    open_ones = tuple(s for s in slacks if s.free_symbols and not s.is_nonnegative)
    named = sorted(str(s) for s in sympy.Tuple(*open_ones).free_symbols)
    found_names = [name for name in dict.fromkeys((*sizes, *named)) if name not in few]
    names = tuple(sorted(found_names, key=lambda name: -getattr(sizes.get(name), "rank", 0)))
    wanted = max(many, SIZED_INSTANCES) if names else many
    flat = all(len(node.shape) < 2 or node.shape[0] == "row" for node in nodes)
    farther = (last + 1,) if FARTHEST <= last < MOST else ()
    grows = any(isinstance(node, Term) for node in nodes)  # a misprinted recurrence may take twice as long at each step
    flat = flat and not any(isinstance(node, Random) and node.shape for node in nodes)
    far = () if not flat else FAR[:1] if grows else (*FAR, *farther)
    if not (names or few):
        return ({},) * many
    found = design(names, tuple(few.items()), open_ones, wanted, last, far)
    limited = [letter for letter in letters if letter.name in few]
    return tuple(here for here in found if all(meets(s.conditions, Fraction(here[s.name])) for s in limited))


def counted(nodes: Iterable[Expr]) -> Iterator[int]:
    """The numbers of a formula with which sizes and whole numbers may be compared: sizes, bounds, indices."""
    for node in nodes:
        yield from (int(d) for d in node.shape if d != "row" and getattr(d, "is_Integer", False))
        places = node.args[1:] if isinstance(node, Item) else node.args[:2] if isinstance(node, Big | Relation) else ()
        yield from (int(k.value) for k in places if isinstance(k, Number) and k.value.denominator == 1)
        yield from node.thresholds()


def few_values(letter: Symbol, last: int = 0) -> tuple[int, ...]:
    """The values that a letter runs through, if it has few of them: whole numbers at least to one more than `last`.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> [few_values(scalar("k", *conditions)) for conditions in (("whole", "positive"), ("a sign",), ())]
    [(1, 2, 3, 4, 5, 6), (-1, 1), ()]
    """
    low, high = limits_of(letter.conditions)
    if "whole" in letter.conditions:
        least = 0 if low is None else int(low[0]) + (not low[1])
        highest = max(least + WHOLES - 1, min(last + 1, FARTHEST))
        highest = highest if high is None else min(highest, int(high[0]) - (not high[1]))
        return tuple(range(least, highest + 1))
    return (0, 1) if "binary" in letter.conditions else (-1, 1) if "a sign" in letter.conditions else ()


def _of_the_design(node: Expr) -> list[sympy.Expr]:
    """The sizes of its shape that a design decides: not those of layers, of which each instance draws its own."""
    return [dim for dim in node.shape if dim != "row" and not any(widths_of(dim))]


def _plain(dim: sympy.Expr) -> sympy.Expr:
    """A size as an expression of plain SymPy symbols, as designs have them."""
    return sympy.sympify(dim).xreplace({s: sympy.Symbol(s.name) for s in sympy.sympify(dim).free_symbols})


def _branches(node: Expr) -> bool:
    """Whether a formula behaves differently in different places, so that more instances are needed."""
    return (
        node.branches
        or isinstance(node, Cases | Extreme | Indicator)
        or (isinstance(node, Elementary) and node.rule.pieces is not None)
        or (isinstance(node, Norm) and node.order == 1)
    )
