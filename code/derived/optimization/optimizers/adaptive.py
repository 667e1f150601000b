r"""A rate for each coordinate, from the squares of its gradients: Adagrad, RMSprop, Adadelta.

Adagrad adds the squares up, so its rates only fall. RMSprop takes a moving mean of them instead, and forgets. Adadelta
gives the step the units of x, by a moving mean of its own steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from derived.inputs import number, settle, truth
from derived.optimization.optimizers.momentum import SHARE
from derived.optimization.schedules import Schedule, rate_at, rate_or_schedule

__all__ = ["Adadelta", "Adagrad", "MeanSquares", "Moments", "RMSprop", "Squares"]

POSITIVE = number(at_least=0)


def root(v: np.ndarray, epsilon: float, inside: bool) -> np.ndarray:
    """√(v + ε) or √v + ε."""
    return np.sqrt(v + epsilon) if inside else np.sqrt(v) + epsilon


class Squares(NamedTuple):
    """The state of Adagrad: how many steps were taken, and the sum of the squared gradients.

    Examples
    --------
    >>> Adagrad().init(np.zeros(2))
    Squares(k=0, s=array([0., 0.]))
    """

    k: int
    s: np.ndarray


class Moments(NamedTuple):
    """The state of RMSprop: how many steps were taken, and moving means of the gradients and of their squares.

    Examples
    --------
    >>> RMSprop().init(np.zeros(1))
    Moments(k=0, m=array([0.]), v=array([0.]))
    """

    k: int
    m: np.ndarray
    v: np.ndarray


class MeanSquares(NamedTuple):
    """The state of Adadelta: how many steps were taken, and moving means of squared gradients and squared steps.

    Examples
    --------
    >>> Adadelta().init(np.zeros(1))
    MeanSquares(k=0, g2=array([0.]), d2=array([0.]))
    """

    k: int
    g2: np.ndarray
    d2: np.ndarray


@dataclass(frozen=True)
class Adagrad:
    r"""Adagrad: a coordinate's rate is divided by the length of all its gradients so far.

    .. math:: \mathbf s^+ = \mathbf s + \mathbf g^2, \qquad -\alpha\,\mathbf g/(\sqrt{\mathbf s^+} + \varepsilon)

    Parameters
    ----------
    rate : float or callable
        The learning rate α, or a schedule that gives the rate of step k = 0, 1, …
    epsilon : float
        Keeps the quotient finite where all gradients were 0.
    epsilon_inside : bool
        Whether ε is inside the root: √(s + ε).
    initial_sum : float
        The sum that each coordinate begins with.

    Notes
    -----
    * PyTorch: ε is 1e-10, outside, as in the paper, and the sum begins with 0; its `lr_decay` is the schedule
      `derived.optimization.inverse_time`.
    * Keras and optax: ε is 1e-7, inside, and the sum begins with 0.1, so that first steps are shorter than α.

    References
    ----------
    Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization, Journal of
    Machine Learning Research 12 (2011), 2121-2159, figure 1.

    Examples
    --------
    The first step is as long in all coordinates, whatever their gradients:

    >>> method, g = Adagrad(rate=0.5), np.array([4.0, -0.01])
    >>> step, state = method.update(g, method.init(g), np.zeros(2))
    >>> step.round(6), state.s.round(6)
    (array([-0.5,  0.5]), array([1.6e+01, 1.0e-04]))
    """

    rate: float | Schedule = 0.01
    epsilon: float = 1e-8
    epsilon_inside: bool = False
    initial_sum: float = 0.0

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule, epsilon=POSITIVE, epsilon_inside=truth, initial_sum=POSITIVE)

    def init(self, x: np.ndarray) -> Squares:
        """The sum of no squares."""
        return Squares(0, np.zeros_like(x) + self.initial_sum)

    def update(self, gradient: np.ndarray, state: Squares, x: np.ndarray) -> tuple[np.ndarray, Squares]:
        """The step, its rate divided by the length of all that was."""
        s = state.s + gradient * gradient
        step = -rate_at(self.rate, state.k) * gradient / root(s, self.epsilon, self.epsilon_inside)
        return step, Squares(state.k + 1, s)


@dataclass(frozen=True)
class RMSprop:
    r"""RMSprop: a coordinate's rate is divided by the recent size of its gradients.

    .. math:: \mathbf v^+ = \rho\mathbf v + (1 - \rho)\mathbf g^2, \qquad
              -\alpha\,\mathbf g/(\sqrt{\mathbf v^+} + \varepsilon)

    Parameters
    ----------
    rate : float or callable
        The learning rate α, or a schedule that gives the rate of step k = 0, 1, …
    decay : float
        The share ρ of the mean of squares that is kept.
    epsilon : float
        Keeps the quotient finite.
    epsilon_inside : bool
        Whether ε is inside the root: √(v + ε).
    centered : bool
        Whether the square of the mean gradient is taken off: a variance in the place of the mean square.
    bias_correction : bool
        Whether v is divided by 1 − ρᵗ, as in Adam. If not, the first steps are 1/√(1 − ρ) times too long.

    Notes
    -----
    Hinton's slide has no ε. PyTorch: ε outside, and ρ, there called `alpha`, is 0.99. Keras: ε is 1e-7, inside. optax:
    inside, unless ``eps_in_sqrt=False``. No library corrects the bias, but optax if it is asked to.

    References
    ----------
    Tieleman and Hinton, Lecture 6.5, RMSprop, COURSERA: Neural networks for machine learning (2012); centered: Graves,
    Generating sequences with recurrent neural networks (2013), equations 38 to 42.

    Examples
    --------
    >>> method, g = RMSprop(rate=0.1, decay=0.75), np.array([4.0])
    >>> step, state = method.update(g, method.init(g), np.zeros(1))
    >>> step.round(6), state.v
    (array([-0.2]), array([4.]))
    """

    rate: float | Schedule = 0.01
    decay: float = 0.9
    epsilon: float = 1e-8
    epsilon_inside: bool = False
    centered: bool = False
    bias_correction: bool = False

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule, decay=SHARE, epsilon=POSITIVE)
        settle(self, epsilon_inside=truth, centered=truth, bias_correction=truth)

    def init(self, x: np.ndarray) -> Moments:
        """Nothing was seen."""
        return Moments(0, np.zeros_like(x), np.zeros_like(x))

    def update(self, gradient: np.ndarray, state: Moments, x: np.ndarray) -> tuple[np.ndarray, Moments]:
        """The step, its rate divided by the recent size of the gradient."""
        (k, m, v), rho = state, self.decay
        v = rho * v + (1 - rho) * gradient * gradient
        if self.centered:
            m = rho * m + (1 - rho) * gradient
        square = v - m * m if self.centered else v
        square = square / (1 - rho ** (k + 1)) if self.bias_correction else square
        step = -rate_at(self.rate, k) * gradient / root(square, self.epsilon, self.epsilon_inside)
        return step, Moments(k + 1, m, v)


@dataclass(frozen=True)
class Adadelta:
    r"""Adadelta: the step is -RMS[Δx] g/RMS[g], in the units of x.

    .. math:: \mathrm E[g^2]^+ = \rho\mathrm E[g^2] + (1 - \rho)g^2, \qquad
              \Delta x = -\frac{\sqrt{\mathrm E[\Delta x^2] + \varepsilon}}{\sqrt{\mathrm E[g^2]^+ + \varepsilon}}\,g,
              \qquad \mathrm E[\Delta x^2]^+ = \rho\mathrm E[\Delta x^2] + (1 - \rho)\Delta x^2

    Parameters
    ----------
    decay : float
        The share ρ of both means that is kept.
    epsilon : float
        What starts the walk: the first step is about √ε/√(1 − ρ).
    rate : float or callable
        A factor of the step; the paper has none. It does not enter the mean of the squared steps.

    Notes
    -----
    PyTorch and optax: ρ is 0.9. Keras: ε is 1e-7, and the rate is 0.001, with which nothing moves: set it to 1.

    References
    ----------
    Zeiler, ADADELTA: an adaptive learning rate method (2012), algorithm 1.

    Examples
    --------
    >>> method, g = Adadelta(decay=0.75, epsilon=1e-6), np.array([4.0])
    >>> step, state = method.update(g, method.init(g), np.zeros(1))
    >>> step.round(6), state.g2
    (array([-0.002]), array([4.]))
    """

    decay: float = 0.95
    epsilon: float = 1e-6
    rate: float | Schedule = 1.0

    def __post_init__(self) -> None:
        settle(self, decay=SHARE, epsilon=number(above=0), rate=rate_or_schedule)

    def init(self, x: np.ndarray) -> MeanSquares:
        """Nothing was seen, and no step taken."""
        return MeanSquares(0, np.zeros_like(x), np.zeros_like(x))

    def update(self, gradient: np.ndarray, state: MeanSquares, x: np.ndarray) -> tuple[np.ndarray, MeanSquares]:
        """The step, from steps before it and gradients up to now."""
        (k, g2, d2), rho, epsilon = state, self.decay, self.epsilon
        g2 = rho * g2 + (1 - rho) * gradient * gradient
        step = -np.sqrt(d2 + epsilon) / np.sqrt(g2 + epsilon) * gradient
        d2 = rho * d2 + (1 - rho) * step * step
        return rate_at(self.rate, k) * step, MeanSquares(k + 1, g2, d2)
