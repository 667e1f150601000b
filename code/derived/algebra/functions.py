"""The elementary functions of calculus, as an author writes them: exponentials, roots, waves, sizes and signs."""

from __future__ import annotations

from derived.algebra.elementwise import Elementary
from derived.algebra.expressions import Expr, Operand, as_expr


def exp(x: Operand) -> Expr:
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


def log(x: Operand) -> Expr:
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


def sqrt(x: Operand) -> Expr:
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


def sin(x: Operand) -> Expr:
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


def cos(x: Operand) -> Expr:
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


def absolute(x: Operand) -> Expr:
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


def sign(x: Operand) -> Expr:
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
