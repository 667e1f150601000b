"""Softmax and log-sum-exp of a vector, or of each row of a matrix."""

from __future__ import annotations

from collections.abc import Iterator

from derived.algebra.brackets import parenthesized
from derived.algebra.expressions import Expr
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value
from derived.autodiff import apply


class Softmax(Expr):
    """The exponentials of a vector, or of each row of a matrix, divided by their sum."""

    name = "softmax"

    def __init__(self, part: Expr):
        super().__init__(part)
        if not part.shape or part.shape[0] == "row":
            raise ShapeError(
                f"{part.tex()} is a {shape_text(part.shape)}: {self.name} takes a vector, or rows of a matrix"
            )
        self.shape = part.shape

    def tex(self) -> str:
        return rf"\operatorname{{softmax}}{parenthesized(self.args[0].tex())}"

    def compute(self, instance: Valuation) -> Value:
        e = apply("exp", self.args[0].at(instance))
        return e / e.sum(axis=-1, keepdims=True)

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield LogSumExp(self.args[0])


class LogSumExp(Softmax):
    """The logarithm of the sum of exponentials of a vector, or of each row of a matrix."""

    name = "logsumexp"

    def __init__(self, part: Expr):
        super().__init__(part)
        self.shape = part.shape[:-1]

    def tex(self) -> str:
        return rf"\operatorname{{LSE}}{parenthesized(self.args[0].tex())}"

    def compute(self, instance: Valuation) -> Value:
        return apply("log", apply("exp", self.args[0].at(instance)).sum(axis=-1))

    def typos(self) -> Iterator[Expr]:
        yield Softmax(self.args[0])


def softmax(x: Expr) -> Expr:
    """The softmax of a vector, or of each row of a matrix.

    Parameters
    ----------
    x : Expr of shape (p,) or (n, p)

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    ShapeError
        If `x` is a scalar or a row vector.

    Examples
    --------
    >>> from derived.algebra import ones, scalar, softmax, vector
    >>> from derived.derivation import Derivation
    >>> z, c = vector("z", 3), scalar("c")
    >>> d = Derivation("A shift", label="shift").start(softmax(z + c * ones(3)))
    >>> d.equals(softmax(z), because="the same factor above and below").lines[0].evidence.kind
    'proved'
    """
    return Softmax(x)


def logsumexp(x: Expr) -> Expr:
    r"""Log Σ exp of a vector, or of each row of a matrix, printed LSE.

    Parameters
    ----------
    x : Expr of shape (p,) or (n, p)

    Returns
    -------
    Expr of shape () or (n,)

    Raises
    ------
    ShapeError
        If `x` is a scalar or a row vector.

    Examples
    --------
    >>> from derived.algebra import gradient, logsumexp, softmax, vector
    >>> from derived.derivation import Derivation
    >>> z = vector("z", 3)
    >>> d = Derivation("Where softmax comes from", label="lse").start(gradient(logsumexp(z), z))
    >>> print(d.equals(softmax(z), because="the chain rule").lines[0].tex)
    \nabla_{\mathbf{z}}\, \operatorname{LSE}(\mathbf{z}) = \operatorname{softmax}(\mathbf{z})
    """
    return LogSumExp(x)
