"""The exercises of the chapter on softmax regression."""

from derived.algebra import diag, gradient, norm, sizes, softmax, vector
from derived.exercises import Formula

(_K,) = sizes("K")
_z, _y = vector("z", _K), vector("y", _K, "probabilities")
_p = softmax(_z)
_jacobian = diag(_p) - _p @ _p.T

why_not_squares = Formula(
    right=2 * _jacobian @ (_p - _y),
    letters=(_z, _y),
    wrong=[
        (
            2 * (_p - _y),
            r"That is the gradient with respect to $\mathbf{p}$: how does $\mathbf{p}$ change with $\mathbf{z}$?",
        ),
        (_p - _y, "That is the gradient of the cross-entropy."),
        (_jacobian @ (_p - _y), "The 2 of the square is lost."),
        (2 * _jacobian @ (_y - _p), r"Mind the sign: $\mathbf{p}$ stands first."),
        (2 * diag(_p) @ (_p - _y), "Each score lowers the other probabilities, too: the Jacobian is not diagonal."),
    ],
    given_back=[gradient(norm(_p - _y) ** 2, _z)],
)
