"""The elementary functions as an author writes them: exponentials, roots, waves, sizes, signs and activations.

What there is to know of each is in the table `derived.autodiff.ELEMENTARY`. They go entry by entry on arrays.
"""

from __future__ import annotations

from derived.algebra.docstrings import shares
from derived.algebra.elementwise import Elementary
from derived.algebra.expressions import Expr, Operand, as_expr

__all__ = ["absolute", "cos", "exp", "log", "relu", "sigmoid", "sign", "sin", "sqrt", "tanh"]

shared = shares("""
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
ShapeError
    If `x` is a matrix, and the function of it would be read as another, such as the matrix exponential.
ValueError
    When it is evaluated on a float outside of its domain.
""")


@shared
def exp(x: Operand) -> Expr:
    """The exponential, entry by entry on a vector.

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


@shared
def log(x: Operand) -> Expr:
    r"""The natural logarithm, entry by entry on a vector.

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


@shared
def sqrt(x: Operand) -> Expr:
    """The square root, entry by entry on a vector.

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


@shared
def sin(x: Operand) -> Expr:
    r"""The sine, of an angle in radians, entry by entry on an array.

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


@shared
def cos(x: Operand) -> Expr:
    """The cosine, of an angle in radians, entry by entry on an array.

    Examples
    --------
    >>> from derived.algebra import Instance, cos, partial, scalar
    >>> x = scalar("x")
    >>> partial(cos(x), x).at(Instance(0, "symbolic"))  # with a SymPy symbol for x
    -sin(x)
    """
    return Elementary("cos", as_expr(x))


@shared
def absolute(x: Operand) -> Expr:
    r"""The absolute value, entry by entry on a vector; its derivative at 0 is taken to be 0.

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


@shared
def sign(x: Operand) -> Expr:
    """−1, 0 or 1, entry by entry on an array; its derivative at 0 is taken to be 0, as it is elsewhere.

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


@shared
def tanh(x: Operand) -> Expr:
    r"""The hyperbolic tangent, entry by entry on an array.

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


@shared
def sigmoid(x: Operand) -> Expr:
    """The logistic function 1/(1 + e⁻ˣ), printed σ, entry by entry on an array.

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


@shared
def relu(x: Operand) -> Expr:
    """The positive part max(x, 0), entry by entry on an array; its derivative at 0 is taken to be 0.

    Examples
    --------
    >>> from derived.algebra import Instance, relu, scalar, substitute
    >>> x = scalar("x")
    >>> [substitute(relu(x), x, k).at(Instance(0)) for k in (-2, 3)]
    [Fraction(0, 1), Fraction(3, 1)]
    """
    return Elementary("relu", as_expr(x))
