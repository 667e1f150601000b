"""Functions with a name: exp, log, sigmoid and their like entry by entry, softmax and log-sum-exp of a vector."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from derived.algebra.expressions import ATOM, POWER, Expr, as_expr
from derived.algebra.letters import parenthesized
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.valuation import Valuation
from derived.autodiff import ELEMENTARY, apply

_CONFUSED = {"exp": ("log",), "log": ("exp",), "sigmoid": ("tanh",), "tanh": ("sigmoid",), "sin": ("cos",)}
_CONFUSED |= {"cos": ("sin",), "relu": ("abs",), "abs": ("relu",), "sign": ("abs",)}
_OTHER_OF_MATRICES = {"exp": "the matrix exponential", "log": "the matrix logarithm"}
_OTHER_OF_MATRICES |= {"sqrt": "the matrix square root", "abs": "a determinant"}


class Elementary(Expr):
    """An elementary function, entry by entry on arrays."""

    def __init__(self, name: str, part: Expr):
        super().__init__(part)
        if name in _OTHER_OF_MATRICES and len(part.shape) == 2 and part.shape[0] != "row":
            raise ShapeError(
                f"{part.tex()} is a {shape_text(part.shape)}: {name} of it would be read as "
                f"{_OTHER_OF_MATRICES[name]}; write it entry by entry, with indices"
            )
        self.name, self.shape = name, part.shape
        self.binding = POWER if name == "exp" else ATOM

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Elementary(self.name, *args)

    def tex(self) -> str:
        inside = self.args[0].tex()
        match self.name:
            case "exp":
                return rf"e^{{{inside}}}"
            case "sqrt":
                return rf"\sqrt{{{inside}}}"
            case "abs":
                return rf"\left\lvert {inside} \right\rvert"
        return ELEMENTARY[self.name].tex + parenthesized(inside)

    def tex_to(self, exponent: str) -> str:
        """LaTeX of a power, a whole exponent beside the name of the function: sin²(x); but sin⁻¹ is the arc sine."""
        if self.name in ("sin", "cos", "tanh", "log") and exponent.isdigit():
            return f"{ELEMENTARY[self.name].tex}^{{{exponent}}}{parenthesized(self.args[0].tex())}"
        return super().tex_to(exponent)

    def compute(self, instance: Valuation) -> Any:
        return apply(self.name, self.args[0].at(instance))

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield from (Elementary(name, self.args[0]) for name in _CONFUSED.get(self.name, ()))


def exp(x: Any) -> Expr:
    """The exponential, entry by entry on a vector.

    Parameters
    ----------
    x : Expr or number
        A scalar, a vector or a row.

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    TypeError
        If `x` is a float, which would not stay exact.
    ShapeError
        If `x` is a matrix, of which it would be read as another function.

    Examples
    --------
    >>> from derived.algebra import exp, scalar
    >>> from derived.derivation import Derivation
    >>> x, y = scalar("x"), scalar("y")
    >>> d = Derivation("The exponential of a sum", label="exponents").start(exp(x + y))
    >>> d.equals(exp(x) * exp(y), because="exponents add").lines[0].evidence.kind
    'proved'
    """
    return Elementary("exp", as_expr(x))


def log(x: Any) -> Expr:
    r"""The natural logarithm, entry by entry on a vector.

    Parameters
    ----------
    x : Expr or number
        A scalar, a vector or a row.

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    TypeError
        If `x` is a float, which would not stay exact.
    ShapeError
        If `x` is a matrix, of which it would be read as another function.
    ValueError
        When it is evaluated on a float that is not positive.

    Examples
    --------
    >>> from derived.algebra import log, scalar
    >>> from derived.derivation import Derivation
    >>> s, t = scalar("s", "positive"), scalar("t", "positive")
    >>> d = Derivation("The logarithm of a product", label="logs").start(log(s * t))
    >>> print(d.equals(log(s) + log(t), because="a product becomes a sum").lines[0].tex)
    \log(s\, t) = \log(s) + \log(t)
    """
    return Elementary("log", as_expr(x))


def sqrt(x: Any) -> Expr:
    """The square root, entry by entry on a vector.

    Parameters
    ----------
    x : Expr or number
        A scalar, a vector or a row.

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    TypeError
        If `x` is a float, which would not stay exact.
    ShapeError
        If `x` is a matrix, of which it would be read as another function.
    ValueError
        When it is evaluated on a float that is negative.

    Examples
    --------
    >>> from derived.algebra import scalar, sqrt
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> Derivation("Not always x", label="root").start(sqrt(x**2)).equals(x, because="wrong for a negative x")
    Traceback (most recent call last):
    derived.derivation.lines.DerivationError: Line 1 of 'Not always x' (root-1) is wrong.
    ...
    """
    return Elementary("sqrt", as_expr(x))


def tanh(x: Any) -> Expr:
    r"""The hyperbolic tangent, entry by entry on an array.

    Parameters
    ----------
    x : Expr or number
        A scalar, or an array of any shape.

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    TypeError
        If `x` is a float, which would not stay exact.

    Examples
    --------
    >>> from derived.algebra import partial, scalar, tanh
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> d = Derivation("The slope of tanh", label="tanh").start(partial(tanh(x), x))
    >>> print(d.equals(1 - tanh(x) ** 2, because="the quotient rule").lines[0].tex)
    \frac{\partial}{\partial x} \tanh(x) = 1 - \tanh^{2}(x)
    """
    return Elementary("tanh", as_expr(x))


def sin(x: Any) -> Expr:
    r"""The sine, of an angle in radians, entry by entry on an array.

    Parameters
    ----------
    x : Expr or number
        A scalar, or an array of any shape.

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    TypeError
        If `x` is a float, which would not stay exact.

    Examples
    --------
    >>> from derived.algebra import Instance, limit, scalar, sin
    >>> x = scalar("x")
    >>> sin(x) ** 2, sin(x**2)
    (\sin^{2}(x), \sin(x^{2}))
    >>> limit(sin(x) / x, x, 0).at(Instance(0, "symbolic"))  # by SymPy
    1
    """
    return Elementary("sin", as_expr(x))


def cos(x: Any) -> Expr:
    """The cosine, of an angle in radians, entry by entry on an array.

    Parameters
    ----------
    x : Expr or number
        A scalar, or an array of any shape.

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    TypeError
        If `x` is a float, which would not stay exact.

    Examples
    --------
    >>> from derived.algebra import Instance, cos, partial, scalar
    >>> x = scalar("x")
    >>> partial(cos(x), x).at(Instance(0, "symbolic"))  # with a SymPy symbol for x
    -sin(x)
    """
    return Elementary("cos", as_expr(x))


def sigmoid(x: Any) -> Expr:
    """The logistic function 1/(1 + e⁻ˣ), printed σ, entry by entry on an array.

    Parameters
    ----------
    x : Expr or number
        A scalar, or an array of any shape.

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    TypeError
        If `x` is a float, which would not stay exact.

    Examples
    --------
    >>> from derived.algebra import partial, scalar, sigmoid
    >>> from derived.derivation import Derivation
    >>> x, d = scalar("x"), Derivation("The slope of the sigmoid", label="slope")
    >>> line = d.start(partial(sigmoid(x), x)).equals(sigmoid(x) * (1 - sigmoid(x)), because="the chain rule").lines[0]
    >>> line.evidence.kind, line.tally.rejected > 20  # so many misprints are caught
    ('proved', True)
    """
    return Elementary("sigmoid", as_expr(x))


def relu(x: Any) -> Expr:
    """The positive part max(x, 0), entry by entry on an array; its derivative at 0 is taken to be 0.

    Parameters
    ----------
    x : Expr or number
        A scalar, or an array of any shape.

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    TypeError
        If `x` is a float, which would not stay exact.

    Examples
    --------
    >>> from derived.algebra import Instance, relu, scalar, substitute
    >>> x = scalar("x")
    >>> [substitute(relu(x), x, k).at(Instance(0)) for k in (-2, 3)]
    [Fraction(0, 1), Fraction(3, 1)]
    """
    return Elementary("relu", as_expr(x))


def absolute(x: Any) -> Expr:
    r"""The absolute value, entry by entry on a vector; its derivative at 0 is taken to be 0.

    Parameters
    ----------
    x : Expr or number
        A scalar, a vector or a row.

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    TypeError
        If `x` is a float, which would not stay exact.
    ShapeError
        If `x` is a matrix, of which it would be read as another function.

    Examples
    --------
    >>> from derived.algebra import absolute, relu, scalar
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> d = Derivation("Two positive parts", label="positive").start(absolute(x))
    >>> print(d.equals(relu(x) + relu(-x), because="one of the two is 0").lines[0].tex)
    \left\lvert x \right\rvert = \operatorname{ReLU}(x) + \operatorname{ReLU}(-x)
    """
    return Elementary("abs", as_expr(x))


def sign(x: Any) -> Expr:
    """−1, 0 or 1, entry by entry on an array; its derivative at 0 is taken to be 0, as it is elsewhere.

    Parameters
    ----------
    x : Expr or number
        A scalar, or an array of any shape.

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    TypeError
        If `x` is a float, which would not stay exact.

    Examples
    --------
    >>> from derived.algebra import absolute, scalar, sign
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> d = Derivation("Sign and size", label="sign").start(x)
    >>> d.equals(sign(x) * absolute(x), because="true for x < 0, x = 0 and x > 0").lines[0].evidence.kind
    'proved'
    """
    return Elementary("sign", as_expr(x))


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

    def compute(self, instance: Valuation) -> Any:
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

    def compute(self, instance: Valuation) -> Any:
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
