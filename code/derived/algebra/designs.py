"""Designs: which sizes, whole numbers and signs the instances of a line have, so that together they leave out nothing.

A size that took two values only would make any line true that holds for two of them. So every size and whole number
takes its first five values or more, from the least that its conditions allow; of any two sizes each is less than, equal
to and greater than the other, by up to three, unless a condition forbids it; letters of two values meet in all
patterns, and if they are many, in all pairs.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from functools import lru_cache

import sympy

from derived.algebra.letters import letter_tex

VALUES = 5
APART = 3  # how far two sizes come apart, either way
CANDIDATES = 3000
PATTERNS = 5  # up to so many letters of two values come in all their patterns, more in pairs
FARTHEST = 12  # and how large they become at most

_TEX = {">=": r"\ge", "<=": r"\le"}

Comparison = tuple[str, str, "str | int"]
Letters = tuple[tuple[str, tuple[int, ...]], ...]


def comparison_tex(comparison: Comparison) -> str:
    r"""A condition as it is printed.

    Examples
    --------
    >>> print(comparison_tex(("n", ">=", 2)))
    n \ge 2
    """
    left, sign, right = comparison
    other = letter_tex(right) if isinstance(right, str) else str(right)
    return f"{letter_tex(left)} {_TEX.get(sign, sign)} {other}"


def slack(comparison: Comparison) -> sympy.Expr:
    """What a condition such as ("n", ">", "p") asks to be at least zero: n − p − 1.

    Examples
    --------
    >>> slack(("n", ">", "p")), slack(("p", "<=", 3))
    (n - p - 1, 3 - p)
    """
    left, sign, right = comparison
    difference = sympy.Symbol(left) - (sympy.Symbol(right) if isinstance(right, str) else right)
    return (difference if ">" in sign else -difference) - int("=" not in sign)


@lru_cache(maxsize=256)
def design(
    sizes: tuple[str, ...],
    letters: Letters = (),
    slacks: tuple[sympy.Expr, ...] = (),
    many: int = 0,
    last: int = 0,
    far: tuple[int, ...] = (),
) -> tuple[dict[str, int], ...]:
    """Numbers for sizes and for letters of few values, for `many` instances or as many more as they need.

    Parameters
    ----------
    sizes : tuple of str
        Names that take values from 1 on.
    letters : tuple of (str, tuple of int)
        For each letter of few values, its values.
    slacks : tuple of SymPy expressions in the names
        What has to be at least zero, by the conditions of the sizes and of what has them.
    many : int
        How many instances there shall be at least.
    last : int
        The largest number that stands beside the sizes: they are tried at one more, too.
    far : tuple of int
        Values beyond, which each of the sizes and whole numbers takes in one instance more.

    Returns
    -------
    tuple of dict
        The first of them has sizes that differ, where that is allowed.

    Raises
    ------
    ValueError
        If no numbers meet the conditions.

    Examples
    --------
    >>> n, p = sympy.symbols("n p")
    >>> found = design(("n", "p"), slacks=(n - p,))
    >>> found[0], sorted({here["p"] for here in found}), {here["n"] - here["p"] for here in found}
    ({'n': 3, 'p': 2}, [1, 2, 3, 4, 5, 6], {0, 1, 2, 3})
    """
    values = dict(letters)
    names = [*sizes, *values]
    allowed = sympy.lambdify(names, list(slacks))
    candidates = [
        dict(zip(names, here, strict=True))
        for here in _combinations(sizes, values, min(last, FARTHEST))
        if all(room >= 0 for room in allowed(*here))
    ]
    if not candidates:
        asked = ", ".join(f"{expr} >= 0" for expr in slacks)
        raise ValueError(f"no sizes from 1 to {VALUES + 2} for {', '.join(sizes)} meet the conditions {asked}")
    for name in sizes:  # the first values that are allowed
        highest = sorted({here[name] for here in candidates})[: VALUES + 1][-1]
        candidates = [here for here in candidates if here[name] <= highest or here[name] == last + 1]
    candidates.sort(key=lambda here: _cost(here, sizes))
    shown = [_coverage(here, sizes, values) for here in candidates]
    chosen, wanted = candidates[:1], set().union(*shown) - shown[0]
    while wanted:
        gains = [len(wanted & goals) for goals in shown]
        best = gains.index(max(gains))  # the plainest of them
        chosen.append(candidates[best])
        wanted -= shown[best]
    rest = random.Random(0)
    while len(chosen) < many:
        chosen.append(rest.choice(candidates))
    for name, there in itertools.product([*sizes, *(name for name in values if len(values[name]) > 2)], far):
        chosen += [here for here in ({**chosen[0], name: there},) if all(r >= 0 for r in allowed(*here.values()))]
    return tuple(chosen)


def _combinations(sizes: tuple[str, ...], letters: dict[str, tuple[int, ...]], last: int) -> Iterator[tuple[int, ...]]:
    """Every combination of values, or where these are too many, a random part of them."""
    ranges = [tuple(sorted({*range(1, VALUES + 3), last + 1}))] * len(sizes) + list(letters.values())
    total = 1
    for values in ranges:
        total *= len(values)
    if total <= CANDIDATES:
        return itertools.product(*ranges)
    rng = random.Random(0)
    return (tuple(map(rng.choice, ranges)) for _ in range(CANDIDATES))


def _coverage(here: dict[str, int], sizes: tuple[str, ...], letters: dict[str, tuple[int, ...]]) -> set[tuple]:
    """What an instance shows: each value; of each two the order, and of letters of two values both together."""
    found: set[tuple] = {*here.items()}
    two_valued = [name for name in letters if len(letters[name]) == 2]
    if len(two_valued) <= PATTERNS:
        found.add(tuple(here[name] for name in two_valued))
    for a, b in itertools.combinations(here, 2):
        gap = max(-APART, min(APART, here[a] - here[b]))
        found.add((a, b, here[a], here[b]) if {a, b} & {*two_valued} and not {a, b} & set(sizes) else (a, b, gap))
    return found


def _cost(here: dict[str, int], sizes: tuple[str, ...]) -> tuple:
    """Sorts first what shows most at least cost: sizes that differ, none of them 1, the first the largest."""
    values = [here[name] for name in sizes]
    others = [v for name, v in here.items() if name not in sizes]
    return (
        len(values) - len(set(values)),
        sum(v < 2 for v in values) + sum(v in (0, 1) for v in others),
        sum(a < b for a, b in itertools.pairwise(values)),
        sum(v**2 for v in values) + sum(others),
    )
