"""Whether a gradient is right: beside central differences of its function."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_vector, function, number, takes
from derived.linear_algebra.factors import EPS
from derived.optimization.walks import Function, Gradient, gradient_at

__all__ = [
    "GradientCheck",
    "check_gradient",
    "numerical_gradient",
]


@takes(f=function, x="p", h="p")
def numerical_gradient(f: Function, x: np.ndarray, h: np.ndarray) -> np.ndarray:
    """Central differences (f(x + hⱼeⱼ) − f(x − hⱼeⱼ)) / 2hⱼ, of shape (p,).

    Parameters
    ----------
    f : callable
        The function.
    x : ndarray of shape (p,)
        Where to differentiate.
    h : ndarray of shape (p,)
        How far to go to either side, along each axis.

    Raises
    ------
    ValueError
        If a step is zero, or f gives no number.

    Examples
    --------
    >>> steps = np.array([0.5, 0.5])
    >>> numerical_gradient(lambda x: x @ x, np.array([1.0, 2.0]), steps)
    array([2., 4.])
    """
    if not h.all():
        raise ValueError(f"h[{int(np.argmin(h != 0))}] is 0, and the difference is divided by it: take a small step")
    if np.shape(value := f(x.copy())) or isinstance(value, str) or value is None:
        raise ValueError(f"f must give a number, and at x it gives {value!r}")
    return np.array([np.subtract(f(x + e), f(x - e), dtype=float) for e in np.diag(h)]) / (2 * h)


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """A gradient beside central differences.

    Attributes
    ----------
    analytic : ndarray of shape (p,)
        What was claimed.
    numerical : ndarray of shape (p,)
        What differences say.
    errors : ndarray of shape (p,)
        Their difference, beyond what rounding explains, relative to the largest entry of either.
    tolerance : float
        What an error may be.
    hidden : float
        Up to which size rounding hides slopes, where f is so large beside its changes that the differences tell
        nothing; zero where they tell.

    Examples
    --------
    The derivative of x²y by y is x², not 2x:

    >>> def f(x):
    ...     return x[0] ** 2 * x[1]
    >>> def gradient(x):
    ...     return np.array([2 * x[0] * x[1], 2 * x[0]])
    >>> check = check_gradient(f, gradient, [3, 5])
    >>> check.analytic, check.numerical.round(6)
    (array([30.,  6.]), array([30.,  9.]))
    >>> check.success, check.worst, check.errors.round(6)
    (False, 1, array([0. , 0.1]))
    """

    analytic: np.ndarray
    numerical: np.ndarray
    errors: np.ndarray
    tolerance: float
    hidden: float = 0.0

    @property
    def worst(self) -> int:
        """The entry with the largest error, counted from 0."""
        return int(np.argmax(self.errors))

    @property
    def success(self) -> bool:
        """Whether all errors are within the tolerance, and the differences tell."""
        return bool(not self.hidden and self.errors[self.worst] <= self.tolerance)

    @property
    def message(self) -> str:
        """The verdict, with the worst entry."""
        j = self.worst
        if self.hidden:
            return (
                f"the differences tell nothing here: f is so large beside its changes that rounding hides slopes up to "
                f"{self.hidden:.1e}, and the largest claimed is {np.abs(self.analytic).max():.6g}; subtract a constant "
                "from f"
            )
        return (
            f"the gradient {'agrees' if self.success else 'differs'}: x[{j}] is worst, with {self.analytic[j]:.6g} "
            f"claimed and {self.numerical[j]:.6g} by differences, an error of {self.errors[j]:.1e}"
        )


@takes(f=function, gradient=function, tolerance=number(at_least=0))
def check_gradient(f: Function, gradient: Gradient, x: ArrayLike, tolerance: float = 1e-6) -> GradientCheck:
    """Compare a gradient with central differences of its function.

    Parameters
    ----------
    f, gradient : callable
        The function, and what is claimed to be its gradient.
    x : array_like of shape (p,)
        Where to compare: a point of no special kind, away from minima, where all is small, and from kinks.
    tolerance : float
        The relative error that is accepted.

    Returns
    -------
    GradientCheck

    Raises
    ------
    ValueError
        If the shapes differ, or a value is NaN or infinite.

    Notes
    -----
    The step in entry j is ``∛ε max(1, |xⱼ|)``: it balances the rounding error ``ε|f|/h``
    and the error ``h²f‴/6`` of the formula. Where rounding alone may be larger than both gradients, and no step changes
    f by more, the differences tell nothing, and the check is no success.

    Examples
    --------
    >>> def gradient(x):
    ...     return np.array([2 * x[0], x[1]])
    >>> print(check_gradient(lambda x: x @ x, gradient, [1.0, 2.0]).message)
    the gradient differs: x[1] is worst, with 2 claimed and 4 by differences,
    an error of 5.0e-01
    """
    x = as_vector(x, "x")
    h = np.cbrt(EPS) * np.maximum(1, np.abs(x))
    analytic, numerical = gradient_at(gradient, x), numerical_gradient(f, x, h)
    if not (np.isfinite(analytic).all() and np.isfinite(numerical).all()):
        raise ValueError(f"the gradient {analytic} or the differences {numerical} are not finite: choose another point")
    value, away = f(x.copy()), np.abs(analytic - numerical)
    allowed = 10 * EPS * abs(value) / h
    largest = max(np.abs(analytic).max(), np.abs(numerical).max())
    hidden = 0.0
    if allowed.max() > largest and away.max() > tolerance * largest and not _varies(f, x, h, value):
        hidden = float(allowed.max())
    return GradientCheck(analytic, numerical, np.maximum(away - allowed, 0) / (largest or 1.0), tolerance, hidden)


def _varies(f: Function, x: np.ndarray, h: np.ndarray, value: float) -> bool:
    """Whether a step along some axis changes f by more than rounding may, as it does at a minimum, too."""
    return any(abs(f(x + side * e) - value) > 10 * EPS * abs(value) for e in np.diag(h) for side in (1, -1))
