r"""Optimization: walk downhill on a function, one step after another, and tell how the walk ended.

Each step of gradient descent is :math:`\mathbf x^+ = \mathbf x - \alpha\nabla f(\mathbf x)`; the rate :math:`\alpha` is
a number or a schedule, a function of the step. Where f is a mean over data, the stochastic form takes the gradient on a
mini-batch. Newton's method steps by :math:`-\nabla^2 f(\mathbf x)^{-1}\nabla f(\mathbf x)` instead. All of them are
optimizers, pairs of ``init`` and ``update``, for one `walk`. On a quadratic with curvatures
:math:`0 < \lambda_1 \le \dots \le \lambda_n` gradient descent converges for :math:`0 < \alpha < 2/\lambda_n`; of all
constant rates :math:`2/(\lambda_1 + \lambda_n)` is the fastest from the worst start. Nothing here warns: the result
tells convergence, divergence and running out of steps apart.

`walks` has the walk, `results` what it returns, `many_walks` one from many starts at once, `schedules` the rates;
`descent`, `stochastic` and `newton_method` are the optimizers, `line_search` finds a rate, `quadratics` says which
rates converge, `gradient_checks` whether a gradient is right. Optimizers with a memory are a folder, `optimizers`, and
the test functions another, `surfaces`; `race` lets the first run on the second, `scores` compares them, and `raced` has
what came out.
"""

from derived.optimization.descent import GradientDescent, StepCount, gradient_descent
from derived.optimization.gradient_checks import GradientCheck, check_gradient, numerical_gradient
from derived.optimization.line_search import LineSearch, backtracking, line_search_descent
from derived.optimization.many_walks import ManyWalks, walk_many
from derived.optimization.newton_method import Newton, Singularity, newton, newton_step
from derived.optimization.quadratics import best_rate, contraction, stable_rate
from derived.optimization.results import WalkResult
from derived.optimization.schedules import constant, cosine, exponential, inverse_time, warm_up
from derived.optimization.stochastic import batches, stochastic_gradient_descent, stochastic_walk
from derived.optimization.walks import Optimizer, Stateless, walk

__all__ = [
    "GradientCheck",
    "GradientDescent",
    "LineSearch",
    "ManyWalks",
    "Newton",
    "Optimizer",
    "Singularity",
    "Stateless",
    "StepCount",
    "WalkResult",
    "backtracking",
    "batches",
    "best_rate",
    "check_gradient",
    "constant",
    "contraction",
    "cosine",
    "exponential",
    "gradient_descent",
    "inverse_time",
    "line_search_descent",
    "newton",
    "newton_step",
    "numerical_gradient",
    "stable_rate",
    "stochastic_gradient_descent",
    "stochastic_walk",
    "walk",
    "walk_many",
    "warm_up",
]
