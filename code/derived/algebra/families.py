r"""Letters with an index, one for each: the weights of the layers of a network, the coefficients of a polynomial."""

from __future__ import annotations

from derived.algebra.indexed import Indexed
from derived.algebra.shapes import Shape, SizeLike, shape_of
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


class Family(Indexed):
    """Letters with an index, each of them free: ``W[l]`` is another matrix for each l.

    Examples
    --------
    >>> from derived.algebra import Instance
    >>> b, here = Family("b"), Instance(0)
    >>> b[1].at(here) == b[2].at(here), b[2].at(here) == b[2].at(here)
    (False, True)
    """

    def __init__(self, name: str, shape: Shape = (), conditions: tuple[str, ...] = (), superscript: bool = False):
        super().__init__(name, shape, superscript)
        self.conditions = conditions

    def usual(self, instance: Valuation, k: int) -> Value:
        return instance[Symbol(f"{self.name} of {k}", self.shape, *self.conditions)]


def family(name: str, *sizes: SizeLike, conditions: tuple[str, ...] = (), superscript: bool = False) -> Family:
    r"""Letters with an index, one for each: the weights of the layers, the coefficients of a polynomial.

    Parameters
    ----------
    name : str
        The letter, as for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for numbers, one for vectors, two for matrices.
    conditions : tuple of str
        What is known of each of them.
    superscript : bool
        Whether the index is set as one in parentheses, as that of a layer, and not as a subscript.

    Returns
    -------
    Family
        ``W[l]`` is the letter at l, a whole number.

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.
    ValueError
        If the letter has a superscript of its own, and the index is to be one.

    Examples
    --------
    >>> from derived.algebra import family, index, matrix, scalar, sizes, summation
    >>> (p,), j, m = sizes("p"), index("j"), scalar("m", "whole")
    >>> c, A = family("c"), matrix("A", p, p)
    >>> summation(j, (0, m), c[j] * A**j)  # a polynomial of a matrix
    \sum_{j=0}^{m} c_{j} \mathbf{A}^{j}
    >>> family("W", p, p, superscript=True)[j].T
    (\mathbf{W}^{(j)})^\top
    """
    return Family(name, shape_of(sizes), conditions, superscript)
