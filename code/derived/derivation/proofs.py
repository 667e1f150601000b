"""When a misprint is no error: the parts in which it differs are equal, as SymPy proves, or as a law says.

A proof is of one size of each matrix, and none where a sum was empty.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.algebra.agreement import vanishes
from derived.algebra.arithmetic import Mul, Neg
from derived.algebra.constants import Constant, Number
from derived.algebra.expressions import Expr, walk
from derived.algebra.instances import Instance
from derived.algebra.relations import Relation
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Unsupported
from derived.autodiff import Irrational


def is_multiple_of_zero(formula: Expr, misprint: Expr) -> bool:
    """Whether a relation with zero on its right side has only been multiplied by 2 or, an equation, by −1."""
    if not (isinstance(formula, Relation) and isinstance(misprint, Relation) and misprint.sign == formula.sign):
        return False
    right = formula.args[1]
    zero = (isinstance(right, Constant) and right.kind == "zeros") or (isinstance(right, Number) and right.value == 0)
    multiple = misprint.args[0]
    kinds = Neg | Mul if formula.sign == "=" else Mul
    return zero and isinstance(multiple, kinds) and multiple.args[-1] is formula.args[0]


def says_less(formula: Expr, misprint: Expr) -> bool:
    """Whether a strict inequality has only become one that is not strict."""
    if not (isinstance(formula, Relation) and isinstance(misprint, Relation) and formula.sign in ("<", ">")):
        return False
    return misprint.sign == formula.sign + "=" and misprint.args == formula.args


class Proofs:
    """What SymPy was asked about the formulas of a derivation, and what it said.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> x = scalar("x")
    >>> Proofs().equal((x + 1) ** 2, x**2 + 2 * x + 1, {})
    True
    """

    def __init__(self) -> None:
        self.found: dict[Any, bool] = {}
        self.fields: dict[Any, Instance] = {}

    def equal(self, first: Expr, second: Expr, assigned: dict[str, int]) -> bool:
        """Whether SymPy finds the difference of two formulas to be zero, with an indeterminate for every entry.

        It is shown for one value of each size, and nothing is shown by a sum that is empty there.
        """
        key = first.tex(), second.tex(), *assigned.items()
        if key not in self.found:
            self.found[key] = self._proved(first, second, assigned)
        return self.found[key]

    def _proved(self, first: Expr, second: Expr, assigned: dict[str, int]) -> bool:
        for make in (self._over_field, lambda *_: Instance(0, "symbolic", assigned=assigned)):
            try:
                here = make(assigned, first, second)
                return _same_symbols(first.at(here), second.at(here)) and not _had_empty_sum(here)
            except (Unsupported, Irrational, ArithmeticError, IndexError, TypeError, ValueError, KeyError):
                continue
        return False

    def _over_field(self, assigned: dict[str, int], *formulas: Expr) -> Instance:
        """An instance for some formulas: that of others of the same letters, so that what they share is found once."""
        letters = (node for formula in formulas for node in walk(formula) if isinstance(node, Symbol))
        key = frozenset(letters), *assigned.items()
        here = self.fields.get(key)
        if here is None or _had_empty_sum(here):
            here = self.fields[key] = Instance.over_field(formulas, assigned)
        here.keep(*formulas)
        return here


def _had_empty_sum(here: Instance) -> bool:
    return any(key[0] == "terms" and not many for key, many in here.drawn.items() if isinstance(key, tuple))


def _same_symbols(a: Any, b: Any) -> bool:
    a, b = np.atleast_1d(np.asarray(a, dtype=object)), np.atleast_1d(np.asarray(b, dtype=object))
    return a.shape == b.shape and all(vanishes(x - y) for x, y in zip(a.flat, b.flat, strict=True))
