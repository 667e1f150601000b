"""The exercises of the chapter on regularization."""

from derived.algebra import argmin, identity, inverse, matrix, norm, scalar, sizes, vector
from derived.exercises import Formula

_n, _p = sizes("n p")
_X, _y, _w, _c = matrix("X", _n, _p), vector("y", _n), vector("w", _p), vector("c", _p)
_alpha = scalar("alpha", "positive", tex=r"\lambda")
_inverse = inverse(_X.T @ _X + _alpha * identity(_p))

another_place_to_shrink_to = Formula(
    right=_c + _inverse @ _X.T @ (_y - _X @ _c),
    letters=(_p, _X, _y, _c, _alpha),
    wrong=[
        (_inverse @ _X.T @ _y, r"That shrinks to zero: where is $\mathbf{c}$?"),
        (_inverse @ _X.T @ (_y - _X @ _c), r"That is how far the weights are from $\mathbf{c}$."),
        (_c + _inverse @ _X.T @ _y, r"$\mathbf{X}\mathbf{c}$ explains a part of $\mathbf{y}$: only the rest is left."),
        (_inverse @ (_X.T @ _y - _alpha * _c), r"Mind the sign of $\mathbf{c}$ in the gradient of the price."),
        (_inverse @ (_X.T @ _y + _c), r"The price stands before $\mathbf{c}$, too."),
    ],
    given_back=[argmin(norm(_y - _X @ _w) ** 2 + _alpha * norm(_w - _c) ** 2, _w)],
)
