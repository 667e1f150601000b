"""How derivatives are found: by dual numbers, or by means that know nothing of them.

The chapters that derive dual numbers and automatic differentiation cannot rest on dual numbers. Their authors write
``Derivation(..., derivatives="differences")``, or ``state(..., derivatives="differences")`` for a sentence: its lines
are then checked with derivatives found ``by("differences")``. SymPy differentiates what is made of its symbols, and of
precise numbers a central difference is taken, with so many digits and so small a step that its error is far below what
is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
import sympy

from derived.algebra.valuation import Unsupported
from derived.algebra.values import Array, Scalar, Value
from derived.autodiff import DIGITS as EVERYDAY_DIGITS
from derived.autodiff import PRECISE, Irrational, NoDerivative, forward, real_part

DIGITS = 300
ONE_SIDED = 1e-15  # how well the differences of both sides have to agree
STEP = 40  # differences of 10⁻⁴⁰: each derivative costs 40 digits of 300, and is right to 80 of those left
_step: ContextVar[int | None] = ContextVar("step", default=None)  # of the outermost of nested derivatives


@contextmanager
def digits(many: int) -> Iterator[None]:
    """Compute with at least so many digits.

    Examples
    --------
    >>> with digits(100):
    ...     PRECISE.dps
    100
    """
    before = PRECISE.dps
    PRECISE.dps = max(many, before)
    try:
        yield
    finally:
        PRECISE.dps = before


def differences(f: Callable[[Value], Value], x: Value) -> Value:
    """All partial derivatives of `f` at `x`, by central differences of precise numbers, or by SymPy.

    Parameters
    ----------
    f : callable
        Takes what `x` is, a number or an object array, and returns a number or an object array.
    x : number or ndarray
        Where to differentiate, in precise numbers or SymPy symbols.

    Returns
    -------
    number or ndarray of shape ``f(x).shape + x.shape``
        Outputs first, inputs last, as from `derived.autodiff.jacobian`.

    Raises
    ------
    Irrational
        For fractions: their differences are no derivatives.

    Examples
    --------
    >>> slope = differences(lambda t: t**3, PRECISE.mpf(2))
    >>> abs(slope - 12) < 1e-50
    True
    """
    inputs = np.asarray(x, dtype=object)
    numbers = [real_part(v) for v in inputs.flat]
    slope = _by_sympy if any(isinstance(v, sympy.Basic) for v in numbers) else _by_difference
    if slope is _by_difference and not all(isinstance(v, PRECISE.mpf) for v in numbers):
        raise Irrational("a derivative by differences is taken of precise numbers")

    def along(place: tuple[int, ...]) -> Callable[[Scalar], Array]:
        def line(step: Scalar) -> np.ndarray:
            moved = inputs.copy()
            moved[place] = moved[place] + step
            return np.asarray(f(moved if isinstance(x, np.ndarray) else moved.item()), dtype=object)

        return line

    columns = [np.asarray(slope(along(place)), dtype=object) for place in np.ndindex(*inputs.shape)]
    result = np.stack(columns, axis=-1).reshape(columns[0].shape + inputs.shape)
    return result if result.shape else result.item()


def _by_difference(line: Callable[[Scalar], Array]) -> np.ndarray:
    # Where more digits have to tell, a smaller one: the error of the difference is that of its square.
    step = _step.get() or STEP + (PRECISE.dps - EVERYDAY_DIGITS) // 2
    token = _step.set(step)
    with digits(DIGITS * step // STEP):
        h = PRECISE.mpf(10) ** -step
        try:
            below, here, above = line(-h), line(PRECISE.mpf(0)), line(h)
        finally:
            _step.reset(token)
        sides = (np.ravel((here - below) / h), np.ravel((above - here) / h))
        for left, right in zip(*sides, strict=True):
            if abs(left - right) > ONE_SIDED * max(1, abs(left), abs(right)):
                raise NoDerivative("there is no derivative at a kink: the differences of its two sides are not equal")
        return (above - below) / (2 * h)


def _by_sympy(line: Callable[[Scalar], Array]) -> np.ndarray:
    t = sympy.Dummy("t", real=True)
    values = line(t)
    slopes = [sympy.diff(v, t).subs(t, 0) if isinstance(v, sympy.Basic) else 0 * v for v in values.flat]
    if any(s.has(sympy.Subs, sympy.nan, sympy.zoo) for s in slopes if isinstance(s, sympy.Basic)):
        raise Unsupported("SymPy finds no derivative there")
    return np.array(slopes, dtype=object).reshape(values.shape)


WAYS = {"duals": forward.jacobian, "differences": differences}
_way: ContextVar[str] = ContextVar("way", default="duals")


@contextmanager
def by(way: str) -> Iterator[None]:
    """Find derivatives by "duals", or by "differences", which know nothing of dual numbers.

    Raises
    ------
    ValueError
        If it is neither.

    Examples
    --------
    >>> with by("differences"):
    ...     jacobian(lambda t: t**3, sympy.Symbol("x"))
    3*x**2
    """
    if way not in WAYS:
        raise ValueError(f"derivatives are found by {' or by '.join(WAYS)}, not by {way!r}")
    token = _way.set(way)
    try:
        yield
    finally:
        _way.reset(token)


def independence() -> str:
    """What evidence says of derivatives that were not found by dual numbers.

    Examples
    --------
    >>> independence()
    ''
    """
    if _way.get() == "duals":
        return ""
    return f" Derivatives were found by SymPy, or by differences of numbers of {DIGITS} digits: not by dual numbers."


def jacobian(f: Callable[[Value], Value], x: Value) -> Value:
    """All partial derivatives of `f` at `x`, in the way that was asked for.

    Examples
    --------
    >>> jacobian(lambda t: t**3, 2.0)
    12.0
    """
    return WAYS[_way.get()](f, x)


def differentiated(f: Callable[[Value], Value], order: int = 1) -> Callable[[Value], Any]:
    """The function that gives the derivatives of `f`, to some order, in the way that was asked for.

    Examples
    --------
    >>> differentiated(lambda t: t**3, order=2)(2.0)
    12.0
    """
    if not order:
        return f
    below = differentiated(f, order - 1)
    return lambda x: jacobian(below, x)
