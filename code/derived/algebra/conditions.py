"""What may be known of a letter: the words that the reader sees, and numbers of which it is true."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from derived.algebra import structures
from derived.algebra.drawing import Draw, a_sign, any_number, binary, whole, within
from derived.algebra.ranges import COMPARED, LIMITS, TEX_OF, limits_of
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar
from derived.autodiff import PRECISE, order, real_part


class Structure(NamedTuple):
    """What may be known of an array: how the reader is told, how it is drawn, and what follows from it.

    Attributes
    ----------
    words : str
        What the reader sees.
    draw : callable
        How an array is drawn of which it is true.
    symmetric : bool
        Whether it is then its own transpose.
    scalable : bool
        Whether it is still true of a positive multiple.
    """

    words: str
    draw: Callable
    symmetric: bool = False
    scalable: bool = False


# What may be known of a symbol: the words that the reader sees, and how it is drawn.
ENTRIES: dict[str, tuple[str, Callable]] = {
    "whole": ("a whole number", whole),
    "binary": ("0 or 1", binary),
    "a sign": ("−1 or 1", a_sign),
}
STRUCTURES: dict[str, Structure] = {
    "symmetric": Structure("symmetric", structures.symmetric, symmetric=True, scalable=True),
    "positive definite": Structure(
        "symmetric and positive definite", structures.positive_definite, symmetric=True, scalable=True
    ),
    "positive semidefinite": Structure(
        "symmetric and positive semidefinite", structures.positive_semidefinite, symmetric=True, scalable=True
    ),
    "full column rank": Structure("with independent columns", structures.full_column_rank, scalable=True),
    "orthonormal": Structure("with orthonormal columns", structures.orthonormal),
    "unit": Structure("of length one", structures.unit),
    "diagonal": Structure("diagonal", structures.diagonal, symmetric=True, scalable=True),
    "increasing": Structure("positive and increasing", structures.increasing, scalable=True),
    "upper triangular": Structure(
        "upper triangular with a positive diagonal", structures.upper_triangular, scalable=True
    ),
    "rank deficient": Structure("with dependent columns", structures.rank_deficient, scalable=True),
    "probabilities": Structure("of positive entries that add up to one", structures.probabilities),
    "rows of probabilities": Structure("with rows of positive entries that add up to one", structures.probabilities),
    "one-hot": Structure("with one entry 1 and all others 0", structures.one_hot),
    "one-hot rows": Structure("with one entry 1 in each row and all others 0", structures.one_hot),
}
VALUES_OF: dict[str, Callable[[Any], bool]] = {
    "whole": lambda x: x == int(x) and x >= 0,
    "binary": lambda x: x in (0, 1),
    "a sign": lambda x: x in (-1, 1),
}
OTHERS: dict[str, tuple[str, None]] = {
    "invertible": ("with an inverse", None),
    "zero outside": ("zero where it has no entry", None),
}
OF_VECTORS = ("unit", "increasing", "probabilities", "one-hot")
OF_ARRAYS = ("zero outside",)
OF_SQUARES = ("symmetric", "positive definite", "positive semidefinite", "invertible")
TALL = ("full column rank", "orthonormal")  # conditions that no matrix of more columns than rows can meet
CONDITIONS = ENTRIES | LIMITS | STRUCTURES | OTHERS


def meets(conditions: tuple[str, ...], value: Scalar, borders: bool = False) -> bool:
    """Whether a number lies within the limits that conditions name, or at one that it only comes near to.

    Examples
    --------
    >>> meets(("positive",), Fraction(0)), meets((">= 0", "< 1"), Fraction(0))
    (False, True)
    """
    if (allowed := next((VALUES_OF[c] for c in conditions if c in VALUES_OF), None)) and not allowed(real_part(value)):
        return False
    low, high = limits_of(conditions)
    above = low is None or order(value, _like(value, low[0])) >= (0 if low[1] or borders else 1)
    return above and (high is None or order(value, _like(value, high[0])) <= (0 if high[1] or borders else -1))


def _like(value: Scalar, fraction: Fraction) -> Scalar:
    """A fraction as a number that can be compared with another."""
    return fraction if isinstance(real_part(value), Fraction) else PRECISE.convert(fraction)


def in_words(condition: str) -> str:
    r"""A condition as the reader sees it, after the letter: in words, or as a comparison in TeX.

    Examples
    --------
    >>> in_words("full column rank"), in_words(">= 2")
    ('with independent columns', '\\ge 2')
    """
    if match := COMPARED.fullmatch(condition):
        return f"{TEX_OF.get(match[1], match[1])} {match[2]}"
    return CONDITIONS[condition][0]


def check_conditions(name: str, conditions: tuple[str, ...], shape: tuple = ()) -> None:
    """Refuse a condition that is not known or does not fit the shape, and two of a kind, of which one would not be met.

    Raises
    ------
    ValueError
        With the conditions that are known.
    """
    for condition in conditions:
        if condition not in CONDITIONS and not COMPARED.fullmatch(condition):
            raise ValueError(
                f"{name}: unknown condition {condition!r}; known: {', '.join(CONDITIONS)}, and "
                "comparisons such as '> 1'"
            )
        if condition in STRUCTURES | OTHERS and not _fits(condition, shape):
            matrices = "a square matrix" if condition in OF_SQUARES else "a matrix"
            said = "an array" if condition in OF_ARRAYS else "a vector" if condition in OF_VECTORS else matrices
            what = ("a scalar", "a vector", "another matrix", "an array of more indices")[min(len(shape), 3)]
            raise ValueError(f"{name}: {condition!r} is said of {said}, and {name} is {what}")
    for kinds in (ENTRIES, STRUCTURES):
        both = [c for c in conditions if c in kinds]
        if len(both) > 1:
            raise ValueError(f"{name}: {both[0]!r} and {both[1]!r} cannot be drawn together; name one of them")
    low, high = limits_of(conditions)
    if low and high and low[0] >= high[0]:
        raise ValueError(f"{name}: no number is more than {low[0]} and less than {high[0]}")


def _fits(condition: str, shape: tuple) -> bool:
    """Whether a condition can be said of something of a shape."""
    if condition in OF_ARRAYS:
        return bool(shape) and shape[0] != "row"
    if condition in OF_VECTORS:
        return len(shape) == 1
    return len(shape) == 2 and (condition not in OF_SQUARES or shape[0] == shape[1])


def value(instance: Valuation, name: str, conditions: tuple[str, ...], dims: tuple[int, ...]) -> np.ndarray:
    """The numbers of a symbol in an instance."""
    entries = [ENTRIES[c][1] for c in conditions if c in ENTRIES]
    entry = entries[0] if entries else within(conditions) if any(limits_of(conditions)) else any_number
    draw = next((STRUCTURES[c][1] for c in conditions if c in STRUCTURES), structures.free)
    return draw(Draw(instance, name, entry, conditions), dims)
