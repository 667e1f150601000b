"""Norms of vectors and of matrices."""

from __future__ import annotations

from collections.abc import Iterator

from derived.algebra.expressions import Expr
from derived.algebra.matrices import SameTransposed
from derived.algebra.matrix_numbers import singular_values
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Value
from derived.autodiff import apply, power, real_part, whole


class Norm(Expr):
    """A norm: of order 2 for vectors, 1 for the sum of absolute values, "F" for a matrix."""

    of_matrices: tuple[int | str, ...] = ("F",)

    def __init__(self, part: Expr, order: int | str = 2):
        super().__init__(part)
        matrix = len(part.shape) == 2 and part.shape[0] != "row"
        if not part.shape or order not in (self.of_matrices if matrix else (1, 2)):
            raise ShapeError(
                f"{part.tex()} is a {shape_text(part.shape)}, and the order is {order!r}: norms 1 and 2 are for "
                "vectors, 'F' and 2 for matrices, where it is always said; no others are known"
            )
        self.order = order

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Norm(args[0], self.order)

    def tex(self) -> str:
        subscript = "" if self.order == 2 else f"_{{{self.order}}}"
        return rf"\lVert {self.args[0].tex()} \rVert{subscript}"

    def compute(self, instance: Valuation) -> Value:
        if self.order == 1:
            return apply("abs", self.args[0].at(instance)).sum()
        return apply("sqrt", self._squared(instance))

    def to_power(self, exponent: Value, instance: Valuation) -> Value:
        """The value of a power; an even one is rational where the norm itself is not."""
        if self.order != 1 and real_part(exponent) in (2, 4, 6):
            return power(self._squared(instance), whole(exponent) // 2)
        return super().to_power(exponent, instance)

    def _squared(self, instance: Valuation) -> Value:
        v = self.args[0].at(instance)
        return (v * v).sum()

    def typos(self) -> Iterator[Expr]:
        part = self.args[0]
        yield SpectralNorm(part, 2) if self.order == "F" else Norm(part, 3 - int(self.order))
        yield part


class SpectralNorm(Norm, SameTransposed):
    """The norm of order 2 of a matrix, its largest singular value."""

    of_matrices = (2,)

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return SpectralNorm(args[0], self.order)

    def tex(self) -> str:
        return rf"\lVert {self.args[0].tex()} \rVert_{{2}}"

    def compute(self, instance: Valuation) -> Value:
        if instance.has_symbols:
            raise Unsupported(f"{self.tex()} depends on the numbers")
        return singular_values(self.args[0].array_at(instance))[0]

    def _squared(self, instance: Valuation) -> Value:
        return power(self.compute(instance), 2)

    def typos(self) -> Iterator[Expr]:
        yield Norm(self.args[0], "F")


def norm(x: Expr, order: int | str = "") -> Expr:
    r"""A norm: ``norm(x)``, ``norm(x, 1)``, ``norm(A, "F")``, ``norm(A, 2)``.

    Parameters
    ----------
    x : Expr of shape (n,) or (n, p)
    order : {2, 1, "F"}, optional
        For a vector, the Euclidean length, unless it is said to be the sum of absolute values; for a matrix, always
        said, 2 the spectral norm and "F" Frobenius's.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `x` is a scalar, or the order none of these or not for its shape.

    Examples
    --------
    >>> from derived.algebra import norm, vector
    >>> from derived.derivation import Derivation
    >>> v, w, d = vector("v", 2), vector("w", 2), Derivation("The law of cosines", label="cosines")
    >>> norm(v), norm(w, 1), norm(v @ w.T, "F") ** 2
    (\lVert \mathbf{v} \rVert, \lVert \mathbf{w} \rVert_{1}, \lVert \mathbf{v} \mathbf{w}^\top \rVert_{F}^{2})
    >>> d.start(norm(v - w) ** 2).equals(v.T @ v - 2 * v.T @ w + w.T @ w, because="expand").lines[0].evidence.kind
    'proved'
    """
    if order == 2 and len(x.shape) == 2 and x.shape[0] != "row":
        return SpectralNorm(x, order)
    return Norm(x, 2 if order == "" else order)
