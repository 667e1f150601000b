r"""Derivatives from differences of values, for a function of one number, and the steps that are best for them.

A difference has two errors. Its formula is wrong by a power of the step :math:`h`, and its values are rounded, which
dividing by :math:`h` blows up. If a value may be off by :math:`\eta`, the steps at which the sum of both is least are
:math:`2\sqrt{\eta/M_2}` for the forward and :math:`\sqrt[3]{3\eta/M_3}` for the central difference, where :math:`M_2`
and :math:`M_3` bound the second and the third derivative. The complex step subtracts nothing, and has no best step.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Complex, Real
from typing import Any

import numpy as np

from derived.inputs import function, number, takes
from derived.inputs.values import shown

__all__ = [
    "best_central_step",
    "best_forward_step",
    "central_difference",
    "complex_step",
    "forward_difference",
]


_OTHERWISE = "otherwise there is no best step"


def _step(value: Any, name: str) -> float:
    """The rule for a step: a number, and not zero."""
    h = number()(value, name)
    if h == 0:
        raise ValueError(f"{name} is 0, and the difference is divided by it: take a small step, such as 1e-6")
    return h


@takes(f=function, x=number(), h=_step)
def forward_difference(f: Callable[[float], float], x: float, h: float) -> float:
    """The slope from here to a step ahead: (f(x + h) − f(x)) / h.

    Parameters
    ----------
    f : callable
        Of a number.
    x : float
        Where.
    h : float
        How far to go, not zero.

    Examples
    --------
    >>> forward_difference(lambda t: t * t, 1.0, 0.5)
    2.5
    """
    return (f(x + h) - f(x)) / h


@takes(f=function, x=number(), h=_step)
def central_difference(f: Callable[[float], float], x: float, h: float) -> float:
    """The slope from a step behind to a step ahead: (f(x + h) − f(x − h)) / 2h.

    Parameters
    ----------
    f : callable
        Of a number.
    x : float
        Where.
    h : float
        How far to go to either side, not zero.

    Examples
    --------
    >>> central_difference(lambda t: t * t, 1.0, 0.5)
    2.0
    """
    return (f(x + h) - f(x - h)) / (2 * h)


@takes(f=function, x=number(), h=_step)
def complex_step(f: Callable[[complex], Any], x: float, h: float = 1e-20) -> float:
    """The imaginary part of f(x + ih), divided by h: no difference, so nothing is lost however small the step.

    Parameters
    ----------
    f : callable
        Of a complex number, made of arithmetic and of elementary functions that are smooth there.
    x : float
        Where.
    h : float
        How far to go in the imaginary direction, not zero.

    Raises
    ------
    TypeError
        If f gives no complex number. Of a real one: what f is made of, such as ``abs``, dropped the imaginary part.

    Examples
    --------
    >>> complex_step(lambda t: t * t * t * t, 2.0)
    32.0
    >>> complex_step(abs, -2.0)
    Traceback (most recent call last):
    TypeError: f(-2+1e-20j) is 2.0, a real number: something in f, such as abs, drops the imaginary part
    """
    there = complex(x, h)
    y = f(there)
    y = y.item() if isinstance(y, np.ndarray) and y.ndim == 0 else y
    if y is None:
        raise TypeError(f"f{there} returned nothing (None): does the last line of f lack a return?")
    if isinstance(y, Real | np.bool_):
        raise TypeError(f"f{there} is {shown(y)}, a real number: something in f, such as abs, drops the imaginary part")
    if not isinstance(y, Complex):
        raise TypeError(f"f{there} is {shown(y)}: it must be a complex number")
    return float(y.imag) / h


@takes(eta=number(above=0, hint=_OTHERWISE), M_2=number(above=0, hint=_OTHERWISE))
def best_forward_step(eta: float, M_2: float) -> float:
    """The step at which a forward difference is best: 2 √(η/M₂).

    Parameters
    ----------
    eta : float
        By how much a computed value of the function may be off.
    M_2 : float
        A bound of its second derivative.

    Examples
    --------
    >>> best_forward_step(1e-16, 1.0)
    2e-08
    """
    return 2 * math.sqrt(eta / M_2)


@takes(eta=number(above=0, hint=_OTHERWISE), M_3=number(above=0, hint=_OTHERWISE))
def best_central_step(eta: float, M_3: float) -> float:
    """The step at which a central difference is best: ∛(3η/M₃).

    Parameters
    ----------
    eta : float
        By how much a computed value of the function may be off.
    M_3 : float
        A bound of its third derivative.

    Examples
    --------
    >>> round(best_central_step(9e-18, 1.0), 9)
    3e-06
    """
    return math.cbrt(3 * eta / M_3)
