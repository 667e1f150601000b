r"""Adam and its nearest kin: moving means of the gradient and of its square, freed of the bias of their start at zero.

.. math:: \mathbf m^+ = \beta_1\mathbf m + (1 - \beta_1)\mathbf g, \quad
          \mathbf v^+ = \beta_2\mathbf v + (1 - \beta_2)\mathbf g^2, \quad
          \hat{\mathbf m} = \frac{\mathbf m^+}{1 - \beta_1^t}, \quad \hat{\mathbf v} = \frac{\mathbf v^+}{1 - \beta_2^t}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from derived.inputs import choice, settle, truth
from derived.optimization.optimizers.adaptive import POSITIVE, Moments
from derived.optimization.optimizers.momentum import SHARE
from derived.optimization.schedules import Schedule, rate_at, rate_or_schedule

__all__ = ["AMSGrad", "Adam", "AdamW", "LargestMoments"]

EPSILON = choice(["outside", "inside", "before correction"])


@dataclass(frozen=True)
class Adam:
    r"""Adam: the step is :math:`-\alpha\,\hat{\mathbf m}/(\sqrt{\hat{\mathbf v}} + \varepsilon)`.

    Parameters
    ----------
    rate : float or callable
        The learning rate α, or a schedule that gives the rate of step k = 0, 1, …
    beta1, beta2 : float
        The shares of the two means that are kept.
    epsilon : float
        Keeps the quotient finite.
    epsilon_place : {"outside", "inside", "before correction"}
        √v̂ + ε, √(v̂ + ε), or (√v + ε)/√(1 − β₂ᵗ): there ε counts more in the first steps, 32 times in the first one.
    bias_correction : bool
        Whether the means are divided by 1 − β₁ᵗ and 1 − β₂ᵗ.

    Notes
    -----
    Here t is the number of this step, 1 for the first: t = k + 1, where k were taken. Without correction the first step
    is (1 − β₁)/√(1 − β₂) ≈ 3.2 times too long.

    * The paper's algorithm 1, PyTorch and optax: "outside"; optax' `eps_root` is "inside".
    * The paper's section 2, last paragraph, Keras and TensorFlow: "before correction"; ε is 1e-7.
    * All three have α = 0.001.

    References
    ----------
    Kingma and Ba, Adam: a method for stochastic optimization, ICLR (2015), algorithm 1.

    Examples
    --------
    The first step has the length α in every coordinate:

    >>> adam, g = Adam(rate=0.1), np.array([300.0, -0.002])
    >>> step, state = adam.update(g, adam.init(g), np.zeros(2))
    >>> step.round(4), state.m, state.v
    (array([-0.1,  0.1]), array([ 3.e+01, -2.e-04]), array([9.e+01, 4.e-09]))
    """

    rate: float | Schedule = 0.01
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    epsilon_place: Literal["outside", "inside", "before correction"] = "outside"
    bias_correction: bool = True

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule, beta1=SHARE, beta2=SHARE, epsilon=POSITIVE)
        settle(self, epsilon_place=EPSILON, bias_correction=truth)

    def init(self, x: np.ndarray) -> Moments:
        """Both means are zero."""
        return Moments(0, np.zeros_like(x), np.zeros_like(x))

    def update(self, gradient: np.ndarray, state: Moments, x: np.ndarray) -> tuple[np.ndarray, Moments]:
        """The step, from the means freed of their bias."""
        k, m, v = state
        m = self.beta1 * m + (1 - self.beta1) * gradient
        v = self.beta2 * v + (1 - self.beta2) * (gradient * gradient)
        c1, c2 = (1 - self.beta1 ** (k + 1), 1 - self.beta2 ** (k + 1)) if self.bias_correction else (1.0, 1.0)
        match self.epsilon_place:
            case "outside":
                root = np.sqrt(v / c2) + self.epsilon
            case "inside":
                root = np.sqrt(v / c2 + self.epsilon)
            case _:
                root = (np.sqrt(v) + self.epsilon) / c2**0.5
        return m / root * (-rate_at(self.rate, k) / c1), Moments(k + 1, m, v)


@dataclass(frozen=True)
class AdamW(Adam):
    r"""Adam with decoupled weight decay: to Adam's step :math:`-\alpha\lambda\mathbf x` is added.

    An L2 penalty would add :math:`\lambda\mathbf x` to the gradient, and Adam would divide that by √v̂, too: weights
    with large gradients would be shrunk less. See `derived.optimization.optimizers.Penalized`.

    Parameters
    ----------
    rate, beta1, beta2, epsilon, epsilon_place, bias_correction
        As for `Adam`.
    weight_decay : float or callable
        How much weights decay, λ, or a schedule of it.
    decay_times_rate : bool
        Whether the decay is αλ. If not, it is λ.

    Notes
    -----
    The paper has η(α m̂/(√v̂ + ε) + λx), with a schedule η that multiplies both, so that α does not enter the decay: give
    the schedules ηα and ηλ, and ``decay_times_rate=False``. PyTorch, Keras and optax have αλ, and λ of 0.01, 0.004 and
    0.0001: what a paper calls λ = 0.0001 is 0.1 there, at α = 0.001.

    References
    ----------
    Loshchilov and Hutter, Decoupled weight decay regularization, ICLR (2019), algorithm 2.

    Examples
    --------
    >>> method, x = AdamW(rate=0.1, weight_decay=0.5), np.array([2.0])
    >>> step, _ = method.update(np.array([0.0]), method.init(x), x)
    >>> step
    array([-0.1])
    """

    weight_decay: float | Schedule = 0.01
    decay_times_rate: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        settle(self, decay_times_rate=truth)
        if not callable(self.weight_decay):
            settle(self, weight_decay=POSITIVE)

    def update(self, gradient: np.ndarray, state: Moments, x: np.ndarray) -> tuple[np.ndarray, Moments]:
        """Adam's step, and a share of the weights."""
        step, after = super().update(gradient, state, x)
        decay = rate_at(self.weight_decay, state.k) * (rate_at(self.rate, state.k) if self.decay_times_rate else 1)
        return step - decay * x, after


class LargestMoments(NamedTuple):
    """The state of AMSGrad: as Adam's, and the largest mean of squares so far.

    Examples
    --------
    >>> AMSGrad().init(np.zeros(1))
    LargestMoments(k=0, m=array([0.]), v=array([0.]), largest=array([0.]))
    """

    k: int
    m: np.ndarray
    v: np.ndarray
    largest: np.ndarray


@dataclass(frozen=True)
class AMSGrad:
    r"""AMSGrad: Adam with the largest mean square so far, so that no coordinate's rate rises again.

    .. math:: \hat{\mathbf v}^+ = \max(\hat{\mathbf v}, \mathbf v^+), \qquad
              -\alpha\,\mathbf m^+/(\sqrt{\hat{\mathbf v}^+} + \varepsilon)

    Parameters
    ----------
    rate, beta1, beta2, epsilon
        As for `Adam`.
    bias_correction : {"none", "after", "before"}
        Whether m and v̂ are corrected, and v after the largest was taken, or before.

    Notes
    -----
    The paper corrects nothing, and has no ε. PyTorch and Keras: "after", and Keras has its ε before the correction.
    optax: "before", unless it is told otherwise.

    References
    ----------
    Reddi, Kale and Kumar, On the convergence of Adam and beyond, ICLR (2018), algorithm 2.

    Examples
    --------
    >>> method, g = AMSGrad(rate=0.1, beta1=0.5, beta2=0.75), np.array([4.0])
    >>> step, state = method.update(g, method.init(g), np.zeros(1))
    >>> step.round(6), method.update(0 * g, state, step)[1].largest
    (array([-0.1]), array([4.]))
    """

    rate: float | Schedule = 0.01
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    bias_correction: Literal["none", "after", "before"] = "none"

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule, beta1=SHARE, beta2=SHARE, epsilon=POSITIVE)
        settle(self, bias_correction=choice(["none", "after", "before"]))

    def init(self, x: np.ndarray) -> LargestMoments:
        """All means are zero."""
        return LargestMoments(0, np.zeros_like(x), np.zeros_like(x), np.zeros_like(x))

    def update(self, gradient: np.ndarray, state: LargestMoments, x: np.ndarray) -> tuple[np.ndarray, LargestMoments]:
        """The step, at a rate that never rises."""
        k, m, v, largest = state
        m = self.beta1 * m + (1 - self.beta1) * gradient
        v = self.beta2 * v + (1 - self.beta2) * gradient * gradient
        corrected = self.bias_correction != "none"
        c1, c2 = (1 - self.beta1 ** (k + 1), 1 - self.beta2 ** (k + 1)) if corrected else (1.0, 1.0)
        before, after = (c2, 1.0) if self.bias_correction == "before" else (1.0, c2)
        largest = np.maximum(largest, v / before)
        step = m / (np.sqrt(largest / after) + self.epsilon) * (-rate_at(self.rate, k) / c1)
        return step, LargestMoments(k + 1, m, v, largest)
