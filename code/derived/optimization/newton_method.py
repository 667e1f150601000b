r"""Newton's method: steps :math:`-\nabla^2 f(\mathbf x)^{-1}\nabla f(\mathbf x)`.

Each step leads to where the second-order model of the function is level, whatever kind of point that is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_floats, function, settle, takes
from derived.linear_algebra.factors import EPS
from derived.optimization.results import Keep, Status, WalkResult, end_message
from derived.optimization.walks import Gradient, walk

__all__ = ["Newton", "Singularity", "newton", "newton_step"]

ADVICE: dict[Status, str] = {
    "out of steps": "allow more steps, or shorten each by backtracking",
    "stalled": "floats can tell no more, or the gradient or the Hessian is wrong (see check_gradient)",
    "diverged": "start elsewhere, or shorten each step by backtracking",
}


@takes(H="p p", g="p")
def newton_step(H: np.ndarray, g: np.ndarray) -> np.ndarray:
    """Newton's step −H⁻¹g, by solving Hd = −g.

    Parameters
    ----------
    H : ndarray of shape (p, p)
        The Hessian.
    g : ndarray of shape (p,)
        The gradient.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the Hessian is singular.

    Examples
    --------
    >>> newton_step(np.array([[2.0, 0.0], [0.0, 4.0]]), np.array([2.0, 4.0]))
    array([-1., -1.])
    """
    try:
        return np.linalg.solve(H, -g)
    except np.linalg.LinAlgError:
        raise np.linalg.LinAlgError(
            "Singular Hessian: Newton's step has no end or is one of many; start elsewhere, or add a multiple of the "
            "identity to H"
        ) from None


class Singularity(NamedTuple):
    """The state of Newton's method: whether the last Hessian was singular, so that no step was found.

    Examples
    --------
    >>> Newton(lambda x: np.zeros((1, 1))).init(np.ones(1))
    Singularity(singular=False)
    """

    singular: bool


@dataclass(frozen=True)
class Newton:
    """The optimizer that steps to the level point of the second-order model.

    Parameters
    ----------
    hessian : callable
        Takes a point of shape (p,), gives the Hessian there, of shape (p, p).

    Examples
    --------
    >>> method = Newton(lambda x: np.array([[2.0]]))
    >>> x = np.array([3.0])
    >>> method.update(2 * x, method.init(x), x)
    (array([-3.]), Singularity(singular=False))
    """

    hessian: Callable[[np.ndarray], np.ndarray]

    def __post_init__(self) -> None:
        settle(self, hessian=function)

    def init(self, x: np.ndarray) -> Singularity:
        """No Hessian was singular.

        Parameters
        ----------
        x : ndarray of shape (p,)
            The point where a walk begins.
        """
        return Singularity(singular=False)

    def update(self, gradient: np.ndarray, state: Singularity, x: np.ndarray) -> tuple[np.ndarray, Singularity]:
        """Newton's step; an infinite one where the Hessian is singular.

        Parameters
        ----------
        gradient : ndarray of shape (p,)
            The gradient at x.
        state : NamedTuple
            What `init`, or the last `update`, returned.
        x : ndarray of shape (p,)
            The point.

        Raises
        ------
        ValueError
            If the Hessian has another shape than (p, p), or x is no single point.
        """
        if x.ndim != 1:
            raise ValueError(f"Newton walks from one point, and x has shape {x.shape}: use newton for each start")
        H = as_floats(self.hessian(x.copy()), "the Hessian")
        if H.shape != (len(x), len(x)):
            raise ValueError(f"the Hessian has shape {H.shape}, but must have {(len(x), len(x))}")
        try:
            return np.linalg.solve(H, -gradient), Singularity(singular=False)
        except np.linalg.LinAlgError:  # a model without curvature is level nowhere, or everywhere along a line
            return np.full_like(x, np.inf), Singularity(singular=True)


def newton(
    gradient: Gradient,
    hessian: Callable[[np.ndarray], np.ndarray],
    start: ArrayLike,
    tolerance: float = 1e-10,
    max_steps: int = 50,
    keep: Keep = "all",
) -> WalkResult:
    """Newton's method: step to the level point of the second-order model, whatever kind of point that is.

    Parameters
    ----------
    gradient : callable
        Takes a point of shape (p,), gives the gradient there, of the same shape. It gets a copy of the point.
    hessian : callable
        Takes a point of shape (p,), gives the Hessian there, of shape (p, p). It gets a copy of the point, too.
    start : array_like of shape (p,)
        The first point; it is copied.
    tolerance : float
        The walk has converged where the gradient's Euclidean length is at most this.
    max_steps : int
        After so many steps without convergence the walk is out of steps.
    keep : {"all", "last"}, int or callable
        Which points the result holds: all; the last alone; the start, every k-th and the last, for a whole number k;
        or, for a function, its value at every point instead of the points.

    Returns
    -------
    WalkResult
        Its status is "not a minimum" where the walk arrived at a saddle or a maximum, and "diverged" where it met a
        singular Hessian, whose step has no end.

    Raises
    ------
    ValueError
        If the start is no vector of finite numbers, the gradient has another shape, the tolerance is negative, there
        is not a single step to take, `keep` is none of these, or the Hessian has
        another shape than (p, p).

    References
    ----------
    Nocedal and Wright, *Numerical Optimization* (2006), section 3.3.

    Examples
    --------
    From 1 it walks to π/2, the maximum of the sine:

    >>> newton(np.cos, lambda x: -np.diag(np.sin(x)), [1.0]).status
    'not a minimum'
    """
    result = walk(gradient, start, Newton(hessian), tolerance, max_steps, keep)
    if result.state.singular:
        message = (
            f"diverged: after {result.nit} steps the Hessian is singular, so that Newton's step has no end or is one "
            "of many; start elsewhere, or use line_search_descent, which needs no Hessian"
        )
        return replace(result, message=message)
    if not result.success:
        message = end_message(result.status, result.nit, result.norms, tolerance, ADVICE)
        return replace(result, message=message)
    curvatures = np.linalg.eigvalsh(as_floats(hessian(result.x.copy()), "the Hessian"))
    if curvatures[0] >= -len(curvatures) * EPS * np.abs(curvatures).max():
        return result
    kind = "a maximum" if curvatures[-1] < 0 else "a saddle"
    message = f"{result.message}; but the Hessian has the eigenvalue {curvatures[0]:.3g}: {kind}, so start elsewhere"
    return replace(result, status="not a minimum", message=message)
