r"""What stands between two layers: functions of one number, with their slopes.

With :math:`\Phi` the distribution function of a standard normal variable:

* identity :math:`z`, slope 1;
* sigmoid :math:`\sigma(z) = 1/(1 + e^{-z})`, slope :math:`\sigma(1 - \sigma)`, at most 1/4;
* tanh :math:`2\sigma(2z) - 1`, slope :math:`1 - \tanh^2 z`, at most 1;
* ReLU :math:`\max(0, z)`, slope 1 or 0;
* GELU :math:`z\,\Phi(z)`, slope :math:`\Phi(z) + z\,\Phi'(z)`.

They take plain arrays and recorded ones. `gaussian_mean` says what becomes of normal pre-activations, on the average.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtr

from derived.autodiff.reverse import by_slopes, relu, sigmoid
from derived.inputs import function as a_function
from derived.inputs import number, takes

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "gaussian_mean",
    "gelu",
    "normal_cdf",
]

_STEP, _FARTHEST = 1 / 64, 12


def _normal_density(z: Any) -> Any:
    return np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi)


@by_slopes(lambda y, z: _normal_density(z))
def normal_cdf(z: Any) -> Any:
    r"""The probability :math:`\Phi(z)` that a standard normal number is at most z.

    Parameters
    ----------
    z : array_like
        Any.

    Examples
    --------
    >>> normal_cdf(np.array([-1.0, 0.0, 1.0])).round(4).tolist()
    [0.1587, 0.5, 0.8413]
    """
    return ndtr(z)


def _gelu_slope(z: Any) -> Any:
    return normal_cdf(z) + z * _normal_density(z)


@by_slopes(lambda y, z: _gelu_slope(z))
def gelu(z: Any) -> Any:
    r"""GELU, :math:`z\,\Phi(z)`: a number, times the probability that a standard normal one is smaller.

    Parameters
    ----------
    z : array_like
        Any.

    Notes
    -----
    This is the exact function. Some programs have :math:`z\,(1 + \tanh(\sqrt{2/\pi}\,(z + 0.044715 z^3)))/2` in its
    place, which is nowhere off by more than 0.0005.

    References
    ----------
    Hendrycks and Gimpel, Gaussian error linear units (2016), arXiv:1606.08415.

    Examples
    --------
    >>> gelu(np.array([-1.0, 0.0, 1.0])).round(4).tolist()
    [-0.1587, 0.0, 0.8413]
    """
    return z * ndtr(z)


@takes(function=a_function, variance=number(at_least=0))
def gaussian_mean(function: Callable[[np.ndarray], Any], variance: float = 1.0) -> float:
    r"""The mean of :math:`f(z)` for normal z of mean 0, by a sum of midpoints; no random numbers.

    Parameters
    ----------
    function : callable
        f, of an array, entry by entry.
    variance : float
        That of z.

    Notes
    -----
    The midpoints are 1/64 of a standard deviation apart, up to 12 of them on either side. For smooth f, and for such as
    have their only kink or jump at 0, the sum is right to ten digits, unless f is curved within less than 1/64 of it.

    Examples
    --------
    >>> round(gaussian_mean(np.square, variance=3.0), 12)
    3.0
    >>> round(gaussian_mean(lambda z: np.maximum(z, 0) ** 2), 12)
    0.5
    """
    g = np.arange(-_FARTHEST + _STEP / 2, _FARTHEST, _STEP)
    return float(np.sum(function(np.sqrt(variance) * g) * _normal_density(g)) * _STEP)


class Activation(NamedTuple):
    r"""A function between two layers.

    Attributes
    ----------
    function : callable
        :math:`\varphi(z)`, on plain or recorded arrays.
    slope : callable
        :math:`\varphi'(z)`.
    gain : float
        :math:`\mathbb E[\varphi(z)^2]` for standard normal z: what is left of a mean square of 1. For the identity and
        ReLU the same share is left of any mean square; for the others, of 1 only.

    Examples
    --------
    >>> relu = ACTIVATIONS["relu"]
    >>> float(relu.function(-2.0)), float(relu.slope(3.0)), round(float(relu.gain), 12)
    (0.0, 1.0, 0.5)
    """

    function: Callable[[Any], Any]
    slope: Callable[[Any], Any]
    gain: float


def _activation(function: Callable[[Any], Any], slope: Callable[[Any], Any]) -> Activation:
    return Activation(function, slope, gaussian_mean(lambda z: function(z) ** 2))


def _sigmoid_slope(z: Any) -> Any:
    y = sigmoid(z)
    return y * (1 - y)


#: The activations by their names.
ACTIVATIONS: dict[str, Activation] = {
    "identity": _activation(lambda z: z, lambda z: 0 * z + 1.0),
    "sigmoid": _activation(sigmoid, _sigmoid_slope),
    "tanh": _activation(np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": _activation(relu, lambda z: np.where(np.greater(z, 0), 1.0, 0.0)),
    "gelu": _activation(gelu, _gelu_slope),
}
