"""The exercises of the chapter on gradient descent."""

from derived.algebra import gradient, identity, jacobian_of, matrix, scalar, sizes, vector
from derived.exercises import Formula

(_p,) = sizes("p")
_A, _x = matrix("A", _p, _p, "symmetric"), vector("x", _p)
_alpha = scalar("alpha", "positive")

without_the_half = Formula(
    right=identity(_p) - 2 * _alpha * _A,
    letters=(_p, _A, _alpha),
    wrong=[
        (identity(_p) - _alpha * _A, "That would do with the half: differentiate anew."),
        (identity(_p) + 2 * _alpha * _A, "The step goes against the gradient."),
        (-2 * _alpha * _A, r"That takes $\mathbf{x}$ to the step, not to $\mathbf{x}^{+}$."),
        (2 * _A, r"That takes $\mathbf{x}$ to the gradient, not to $\mathbf{x}^{+}$."),
        (identity(_p) - 4 * _alpha * _A, r"The two terms of the gradient are $\mathbf{A}\mathbf{x}$ each."),
    ],
    given_back=[jacobian_of(_x - _alpha * gradient(_x.T @ _A @ _x, _x), _x)],
)
