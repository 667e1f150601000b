r"""Relatives of Adam: the largest gradient in the place of the mean square, a look ahead, and signs alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from derived.inputs import choice, number, settle, truth
from derived.optimization.optimizers.adaptive import POSITIVE
from derived.optimization.optimizers.momentum import SHARE
from derived.optimization.schedules import Schedule, rate_at, rate_or_schedule

__all__ = ["Adamax", "Lion", "LionState", "MaxState", "Nadam", "NadamState"]


class MaxState(NamedTuple):
    """The state of Adamax: how many steps were taken, the mean gradient, and the largest, which fades.

    Examples
    --------
    >>> Adamax().init(np.zeros(1))
    MaxState(k=0, m=array([0.]), u=array([0.]))
    """

    k: int
    m: np.ndarray
    u: np.ndarray


@dataclass(frozen=True)
class Adamax:
    r"""Adamax: the mean gradient, divided by the largest one.

    .. math:: \mathbf u^+ = \max(\beta_2\mathbf u, \lvert\mathbf g\rvert), \qquad -\alpha\,\hat{\mathbf m}/\mathbf u^+

    Adam's v is the mean of squares, a norm with p = 2; u is what becomes of it for p → ∞. It needs no correction.

    Parameters
    ----------
    rate : float or callable
        The learning rate α, or a schedule that gives the rate of step k = 0, 1, …
    beta1, beta2 : float
        The shares of the mean and of the largest gradient that are kept.
    epsilon : float
        Keeps the quotient finite where all gradients were 0. The paper has none: there it is 0/0.
    epsilon_place : {"in the maximum", "outside"}
        max(β₂u, ∣g∣ + ε), as in PyTorch and optax, or u + ε, as in Keras, where ε is 1e-7.

    References
    ----------
    Kingma and Ba, Adam: a method for stochastic optimization, ICLR (2015), algorithm 2.

    Examples
    --------
    >>> method, g = Adamax(rate=0.1, beta2=0.5), np.array([4.0])
    >>> step, state = method.update(g, method.init(g), np.zeros(1))
    >>> step.round(6), method.update(0 * g, state, step)[1].u.round(6)
    (array([-0.1]), array([2.]))
    """

    rate: float | Schedule = 0.01
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    epsilon_place: Literal["in the maximum", "outside"] = "in the maximum"

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule, beta1=SHARE, beta2=SHARE, epsilon=POSITIVE)
        settle(self, epsilon_place=choice(["in the maximum", "outside"]))

    def init(self, x: np.ndarray) -> MaxState:
        """The mean and the largest are zero."""
        return MaxState(0, np.zeros_like(x), np.zeros_like(x))

    def update(self, gradient: np.ndarray, state: MaxState, x: np.ndarray) -> tuple[np.ndarray, MaxState]:
        """The step, divided by the largest gradient."""
        k, m, u = state
        within, outside = (self.epsilon, 0.0) if self.epsilon_place == "in the maximum" else (0.0, self.epsilon)
        m = self.beta1 * m + (1 - self.beta1) * gradient
        u = np.maximum(self.beta2 * u, np.abs(gradient) + within)
        return m / (u + outside) * (-rate_at(self.rate, k) / (1 - self.beta1 ** (k + 1))), MaxState(k + 1, m, u)


class NadamState(NamedTuple):
    """The state of Nadam: as Adam's, and the product of all momenta so far.

    Examples
    --------
    >>> Nadam().init(np.zeros(1))
    NadamState(k=0, m=array([0.]), v=array([0.]), product=1.0)
    """

    k: int
    m: np.ndarray
    v: np.ndarray
    product: float


@dataclass(frozen=True)
class Nadam:
    r"""Nadam: Adam with Nesterov's look ahead, the momentum of the next step on the mean of this one.

    .. math:: \hat{\mathbf m} = \frac{\mu_{t+1}\mathbf m^+}{1 - \prod_{i=1}^{t+1}\mu_i}
              + \frac{(1 - \mu_t)\mathbf g}{1 - \prod_{i=1}^t \mu_i}, \qquad
              -\alpha\,\hat{\mathbf m}/(\sqrt{\hat{\mathbf v}} + \varepsilon)

    Parameters
    ----------
    rate, beta1, beta2, epsilon
        As for `Adam`.
    momentum_decay : float or None
        How fast the momentum :math:`\mu_t = \beta_1(1 - \frac12 0.96^{\psi t})` warms up, ψ. None: it is β₁ always.
    momentum_in_mean : bool
        Whether m⁺ = μₜm + (1 − μₜ)g, as in the paper's algorithm. If not, it has the constant share β₁.

    Notes
    -----
    PyTorch: ψ = 0.004, so that μ is still near β₁/2 after a hundred steps. Keras: ψ = 1, and ε is 1e-7. optax' `nadam`:
    None. All of them keep m⁺ as Adam's.

    References
    ----------
    Dozat, Incorporating Nesterov momentum into Adam, ICLR workshop (2016), algorithm 2.

    Examples
    --------
    With a constant momentum the first step is longer than Adam's, as the gradient counts in both terms:

    >>> method, g = Nadam(rate=0.1, momentum_decay=None), np.array([4.0])
    >>> method.update(g, method.init(g), np.zeros(1))[0].round(6)
    array([-0.147368])
    """

    rate: float | Schedule = 0.01
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    momentum_decay: float | None = 0.004
    momentum_in_mean: bool = False

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule, beta1=SHARE, beta2=SHARE, epsilon=POSITIVE)
        settle(self, momentum_in_mean=truth)
        if self.momentum_decay is not None:
            settle(self, momentum_decay=number(at_least=0, hint="None keeps the momentum constant"))

    def init(self, x: np.ndarray) -> NadamState:
        """Both means are zero, and the product of no momenta is one."""
        return NadamState(0, np.zeros_like(x), np.zeros_like(x), 1.0)

    def momentum_at(self, t: int) -> float:
        """The momentum μ of step t, from 1 up.

        Parameters
        ----------
        t : int
            The number of the step.
        """
        return self.beta1 * (1 if self.momentum_decay is None else 1 - 0.5 * 0.96 ** (self.momentum_decay * t))

    def update(self, gradient: np.ndarray, state: NadamState, x: np.ndarray) -> tuple[np.ndarray, NadamState]:
        """The step, with a look ahead in the mean."""
        (k, m, v, product), t = state, state.k + 1
        mu, mu_next = self.momentum_at(t), self.momentum_at(t + 1)
        product, kept = product * mu, mu if self.momentum_in_mean else self.beta1
        m = kept * m + (1 - kept) * gradient
        v = self.beta2 * v + (1 - self.beta2) * gradient * gradient
        m_hat = mu_next / (1 - product * mu_next) * m + (1 - mu) / (1 - product) * gradient
        v_hat = v / (1 - self.beta2**t)
        return -rate_at(self.rate, k) * m_hat / (np.sqrt(v_hat) + self.epsilon), NadamState(t, m, v, product)


class LionState(NamedTuple):
    """The state of Lion: how many steps were taken, and the mean gradient.

    Examples
    --------
    >>> Lion().init(np.zeros(1))
    LionState(k=0, m=array([0.]))
    """

    k: int
    m: np.ndarray


@dataclass(frozen=True)
class Lion:
    r"""Lion: signs alone, of a mean in which today counts more than in the one that is remembered.

    .. math:: -\alpha\bigl(\operatorname{sign}(\beta_1\mathbf m + (1 - \beta_1)\mathbf g) + \lambda\mathbf x\bigr),
              \qquad \mathbf m^+ = \beta_2\mathbf m + (1 - \beta_2)\mathbf g

    Parameters
    ----------
    rate : float or callable
        The learning rate α, the length of each step in every coordinate; the paper advises 3 to 10 times less than
        Adam's.
    beta1, beta2 : float
        The share of the mean in the step, and the share of it that is kept.
    weight_decay : float
        How much weights decay, λ, times the rate.

    Notes
    -----
    Keras and optax have the same. Steps do not shrink near a minimum: it takes a schedule to converge.

    References
    ----------
    Chen and others, Symbolic discovery of optimization algorithms, NeurIPS (2023), algorithm 2.

    Examples
    --------
    >>> method, g = Lion(rate=0.1), np.array([300.0, -0.002])
    >>> method.update(g, method.init(g), np.zeros(2))[0]
    array([-0.1,  0.1])
    """

    rate: float | Schedule = 0.001
    beta1: float = 0.9
    beta2: float = 0.99
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule, beta1=SHARE, beta2=SHARE, weight_decay=POSITIVE)

    def init(self, x: np.ndarray) -> LionState:
        """The mean is zero."""
        return LionState(0, np.zeros_like(x))

    def update(self, gradient: np.ndarray, state: LionState, x: np.ndarray) -> tuple[np.ndarray, LionState]:
        """The step of signs."""
        k, m = state
        direction = np.sign(self.beta1 * m + (1 - self.beta1) * gradient)
        step = -rate_at(self.rate, k) * (direction + self.weight_decay * x)
        return step, LionState(k + 1, self.beta2 * m + (1 - self.beta2) * gradient)
