"""Letters: for numbers, vectors and matrices, for sizes, and for the indices that run; `declarations` makes them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cached_property

import sympy

from derived.algebra.brackets import POWER
from derived.algebra.conditions import check_conditions
from derived.algebra.designs import Comparison, comparison_tex
from derived.algebra.expressions import Expr
from derived.algebra.letters import letter_tex, not_bold, part_name, superscripted
from derived.algebra.shapes import Shape, SizeSymbol, WholeSymbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


class Symbol(Expr):
    r"""A letter that stands for a scalar, a vector or a matrix.

    Parameters
    ----------
    name : str
        As in the code: ``"X"``, ``"w"``, ``"lambda"``, ``"w_0"``, ``"y_hat"``.
    shape : tuple
        Its shape, made of sizes.
    *conditions : str
        What is known of it, names of `derived.algebra.conditions.CONDITIONS`, as in ``"symmetric"``.
    tex : str, optional
        How it is set, where that does not follow from the name.

    Examples
    --------
    >>> from derived.algebra import Symbol, scalar, vector
    >>> Symbol("beta_1"), Symbol("y_hat", (3,)), Symbol("e", tex=r"\varepsilon")
    (\beta_{1}, \hat{\mathbf{y}}, \varepsilon)
    >>> Symbol("x") == scalar("x"), Symbol("x") == vector("x", 3)  # a letter is its name and its shape
    (True, False)
    """

    is_letter = True

    def __init__(self, name: str, shape: Shape = (), *conditions: str, tex: str | None = None):
        super().__init__()
        check_conditions(name, conditions, shape)
        self.name, self.shape, self.conditions = name, shape, conditions
        self._tex = tex or letter_tex(name, shape)
        if superscripted(self._tex):
            self.binding = POWER

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._key() == other._key()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[str, Shape]:
        return self.name, self.shape

    @property
    def zero_outside(self) -> bool:  # type: ignore[override]
        return "zero outside" in self.conditions

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        return frozenset((self,)).union(*(part.depends for part in self.hidden))

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        return self._tex

    def tex_of_part(self, shape: Shape) -> str:
        """LaTeX of an entry or a row, before its index: in lower case, unless the author chose the letter."""
        if self._tex != letter_tex(self.name, self.shape):
            return self._tex if shape else not_bold(self._tex)
        return letter_tex(part_name(self.name, self.shape, shape), shape)

    def tex_at(self, subscript: str, shape: Shape) -> str:
        if self.shape[:1] == ("row",):
            return super().tex_at(subscript, shape)
        name = self.tex_of_part(shape)
        return f"{{{name}}}_{{{subscript}}}" if "_" in name else f"{name}_{{{subscript}}}"

    @property
    def running(self) -> Symbol:
        """The letter as a sum or a recurrence lets it run, over whatever it stands for outside."""
        return self

    def with_value(self, instance: Valuation, value: Value) -> Valuation:
        """The instance in which this letter has another value."""
        return instance.bind({self: value})

    def as_size(self) -> sympy.Expr:
        return WholeSymbol(self) if "whole" in self.conditions and not self.shape else super().as_size()

    def compute(self, instance: Valuation) -> Value:
        return instance[self]


class Size(Symbol):
    """A whole number from 1 on that says how large something is, as the n of n rows; also a scalar of the formulas.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    rank : int
        Its place among the sizes declared together, 0 for the last.
    comparisons : tuple of (str, str, str or int)
        What is known of it: ("n", ">", "p"), ("n", ">=", 2).

    Examples
    --------
    >>> from derived.algebra import Instance, Size, vector
    >>> n, p = Size("n", rank=1), Size("p", rank=0)
    >>> x, here = vector("x", n + p), Instance(0)
    >>> here[n] > here[p], len(here[x]) == (n + p).at(here)
    (True, True)
    """

    def __init__(self, name: str, rank: int = 0, comparisons: tuple[Comparison, ...] = ()):
        super().__init__(name)
        self.rank, self.comparisons = rank, comparisons
        self.conditions = tuple(comparison_tex(comparison) for comparison in comparisons)

    def as_size(self) -> sympy.Expr:
        return SizeSymbol(self.name, self.rank, self.comparisons)

    def typos(self) -> Iterator[Expr]:
        yield self - 1
        yield self + 1


class Index(Symbol):
    """A running index, bound by a sum or a product.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    tex : str, optional
        How it is set, where that does not follow from the name.

    Examples
    --------
    >>> from derived.algebra import Index
    >>> i = Index("i")
    >>> list(i.typos())  # an index is misprinted by a shift
    [i + 1, i - 1]
    """

    def __init__(self, name: str, tex: str | None = None):
        super().__init__(name, tex=tex)

    def typos(self) -> Iterator[Expr]:
        yield self + 1
        yield self - 1


def bound_letter(node: Expr) -> Symbol | None:
    """The letter that a node gives values to, as a sum does its index, a derivative its variable."""
    letter = getattr(node, "index", None) or getattr(node, "symbol", None)
    return letter if isinstance(letter, Symbol) else None
