"""The exercises of the chapter on forward and reverse mode."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from derived.algebra import argmin, number, scalar
from derived.autodiff.reverse import grad, jvp
from derived.autodiff.reverse import hessian as full_hessian
from derived.exercises import Choice, Construction, Formula, Function, Number, Parts

# --- which way ------------------------------------------------------------------------------------------------------

_WAYS = ["forward", "reverse"]

which_way = Parts(
    {
        "loss": Choice(
            "reverse",
            among=_WAYS,
            wrong=[("forward", "That takes a pass for each of the million weights.")],
        ),
        "planet": Choice(
            "forward", among=_WAYS, wrong=[("reverse", "That takes a pass for each of the places; how many inputs?")]
        ),
        "direction": Choice(
            "forward",
            among=_WAYS,
            wrong=[("reverse", "That is one pass, too, and then a product: forward gives the number at once.")],
        ),
        "row": Choice(
            "reverse", among=_WAYS, wrong=[("forward", "A forward pass gives a column: the row would take all ten.")]
        ),
        "passes": Number(
            10,
            wrong=[
                (20, "That is in reverse, a pass for each row."),
                (200, "A pass gives a whole row or a whole column."),
                (1, "One pass gives one row or one column."),
            ],
            given_back=[[20, 10]],
        ),
    }
)

# --- count the arrows -----------------------------------------------------------------------------------------------

count_the_arrows = Parts(
    {
        "arrows": Number(
            6,
            wrong=[
                (3, "That is how many operations there are: how many numbers goes each into?"),
                (5, "That is how many lines there are."),
            ],
            given_back=[[3, 4, 5]],
        ),
        "forward": Number(
            12,
            wrong=[
                (6, "That is one pass: how many inputs are there?"),
                (18, "That is a pass for each output."),
                (36, "A pass multiplies once for each arrow."),
            ],
        ),
        "reverse": Number(
            18,
            wrong=[
                (6, "That is one pass: how many outputs are there?"),
                (12, "That is a pass for each input, or one for two of the outputs."),
                (36, "A pass multiplies once for each arrow."),
            ],
        ),
    }
)

# --- skip the zeros -------------------------------------------------------------------------------------------------

skip_the_zeros = Parts(
    {
        "product": Number(
            [9, 6],
            wrong=[
                ([24, 6], "Forward, most tangents are zero at first: count the arrows that lead on from each input."),
                ([12, 6], "The tangents of the third and the fourth input have a shorter way."),
                ([6, 9], "First forward, then reverse."),
                ([10, 6], r"The first two inputs meet the first product alike: three arrows each."),
            ],
        ),
        "powers": Number(
            [6, 12],
            wrong=[
                ([6, 24], "The adjoint of the square never meets the arrows into the cube."),
                ([12, 6], "First forward, then reverse."),
                ([6, 6], "There is one pass in reverse for each of the four outputs."),
            ],
            given_back=[4],
        ),
    }
)

# --- second differences ---------------------------------------------------------------------------------------------

_eta, _M_4, _h = scalar("eta", "positive"), scalar("M_4", "positive"), scalar("h", "positive")

second_differences = Formula(
    right=(48 * _eta / _M_4) ** (number(1) / 4),
    letters=(_eta, _M_4),
    wrong=[
        (
            (24 * _eta / _M_4) ** (number(1) / 4),
            r"The roundings add up to four, as the middle value counts twice; and $4\eta/h^2$ has the derivative "
            r"$-8\eta/h^3$.",
        ),
        ((12 * _eta / _M_4) ** (number(1) / 4), "Count the roundings: one at either side, two of the middle value."),
        ((36 * _eta / _M_4) ** (number(1) / 4), "Four roundings in all: two of the middle value, one at either side."),
        ((48 * _eta / _M_4) ** (number(1) / 2), "The root is another one: compare powers of the step."),
        ((48 * _M_4 / _eta) ** (number(1) / 4), "Upside down: coarser values ask for a larger step."),
        ((6 * _eta / _M_4) ** (number(1) / 4), r"The derivative of $4\eta/h^2$ has an eight in it."),
    ],
    given_back=[argmin(_h**2 * _M_4 / 12 + 4 * _eta / _h**2, _h)],
)

# --- three diagonals ------------------------------------------------------------------------------------------------


class Push:
    """A Jacobian that can only be multiplied by a seed, and counts how often it is.

    Examples
    --------
    >>> push = Push(np.eye(3))
    >>> push(np.array([1.0, 0.0, 0.0])).tolist(), push.calls
    ([1.0, 0.0, 0.0], 1)
    """

    def __init__(self, J: np.ndarray):
        self._J, self.calls = J, 0

    def __call__(self, seed: Sequence[float]) -> np.ndarray:
        """The Jacobian times a seed."""
        self.calls += 1
        if self.calls > 3:
            raise RuntimeError("this is the fourth pass: three are enough, with seeds of many ones")
        return self._J @ np.asarray(seed, dtype=float)

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
        return np.array(self._J, dtype=float)


def _by_colors(push: Callable[[np.ndarray], np.ndarray], n: int, colors: int) -> np.ndarray:
    J, columns = np.zeros((n, n)), np.arange(n)
    for color in range(colors):
        moved = push((columns % colors == color).astype(float))
        for j in columns[columns % colors == color]:
            rows = slice(max(j - 1, 0), j + 2)
            J[rows, j] = moved[rows]
    return J


def _three_diagonals(push: Callable[[np.ndarray], np.ndarray], n: int) -> np.ndarray:
    return _by_colors(push, n, colors=3)


def _two_colors(push: Callable[[np.ndarray], np.ndarray], n: int) -> np.ndarray:
    return _by_colors(push, n, colors=2)


def _only_the_diagonal(push: Callable[[np.ndarray], np.ndarray], n: int) -> np.ndarray:
    return np.diag(np.diag(_three_diagonals(push, n)))


def _transposed(push: Callable[[np.ndarray], np.ndarray], n: int) -> np.ndarray:
    return _three_diagonals(push, n).T


def _banded(rng: np.random.Generator) -> tuple:
    n = int(rng.integers(3, 7))
    band = abs(np.subtract.outer(np.arange(n), np.arange(n))) <= 1
    return Push(np.where(band, rng.integers(1, 10, (n, n)), 0).astype(float)), n


three_diagonals = Function(
    _three_diagonals,
    inputs=_banded,
    wrong=[
        (_two_colors, "Columns that are two apart share a row: take those that are three apart."),
        (_only_the_diagonal, "The entries beside the diagonal are lost."),
        (_transposed, "A pass gives columns: row and column are exchanged."),
    ],
    given_back=[lambda push, n: push(np.ones(n))],
)

# --- two levels -----------------------------------------------------------------------------------------------------

_T = scalar("T", "positive")
_third = _T ** (number(1) / 3)

two_levels = Parts(
    {
        "a": Formula(
            right=_third,
            letters=(_T,),
            wrong=[
                (_T ** (number(1) / 2), "That is best with one level: there are three terms now, which balance."),
                (_T / 3, "Not a third of the steps: multiply, do not add."),
                (_T ** (number(1) / 4), r"Then the stretches have $\sqrt{T}$ states, more than there are checkpoints."),
            ],
            given_back=[argmin(2 * _h + _T / _h**2, _h)],
        ),
        "b": Formula(
            right=_third,
            letters=(_T,),
            wrong=[
                (_T ** (number(1) / 2), "Two levels of that size leave no states between; all three terms balance."),
                (_T / 3, "Not a third of the steps: multiply, do not add."),
                (_T ** (number(1) / 4), "Both derivatives have to be zero: the two levels are alike."),
            ],
        ),
        "states": Formula(
            right=3 * _third,
            letters=(_T,),
            wrong=[
                (_third, "That is one of three equal terms."),
                (2 * _third, "The states of the last stretch count, too."),
                (2 * _T ** (number(1) / 2), "That is the least with one level."),
            ],
        ),
    }
)

# --- neither end first ----------------------------------------------------------------------------------------------


def _orders(widths: np.ndarray) -> tuple[float, float, float]:
    """Multiplications forward, in reverse, and from the middle."""
    a, b, c, d, e = (float(w) for w in widths)
    return a * b * c + a * c * d + a * d * e, c * d * e + b * c * e + a * b * e, a * b * c + c * d * e + a * c * e


def _ratio(widths: np.ndarray) -> float:
    forward, reverse, middle = _orders(widths)
    return min(forward, reverse) / middle


neither_end_first = Construction(
    [20, 30, 1, 30, 40],
    properties=[
        (lambda s: s.shape == (5,), "Give five widths: four matrices join them."),
        (
            lambda s: bool(np.all((s == s.round()) & (s >= 1) & (s <= 50))),
            "The widths are whole numbers from 1 to 50.",
        ),
        (
            lambda s: max(s[0], s[4]) >= 2 * min(s[0], s[4]),
            "The first and the last width have to differ by a factor of two at least.",
        ),
        (
            lambda s: _ratio(s) > 5,
            lambda s: (
                "Forward takes `{:.0f}` multiplications, reverse `{:.0f}`, and from the middle `{:.0f}`: that is not "
                "less than a fifth of both."
            ).format(*_orders(s)),
        ),
    ],
    wrong=[
        ([40, 30, 20, 10, 5], "A funnel is best gone through in reverse."),
        ([5, 10, 20, 30, 40], "A horn is best gone through forward."),
        ([30, 30, 1, 30, 30], "A waist is right; now let the ends differ."),
        ([40, 1, 30, 1, 20], "Two waists, and the middle is wide: there it should be narrow."),
    ],
    given_back=[[1, 1, 1, 1, 1]],
)

# --- a small project: Newton without a Hessian ----------------------------------------------------------------------


class Bowl:
    """A convex loss: a quadratic with a fourth power, of which only values and their derivatives are to be had.

    Examples
    --------
    >>> float(Bowl(np.eye(2), np.array([1.0, 0.0]))(np.array([1.0, 2.0])))
    5.75
    """

    def __init__(self, A: np.ndarray, b: np.ndarray):
        self._A, self._b = A, b

    def __call__(self, w: np.ndarray) -> np.ndarray:
        """Its value."""
        z = self._A @ w
        return np.sum(z * z) / 2 + np.sum(z**4) / 4 - self._b @ w

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
        return np.array(self._A, dtype=float)

    def __repr__(self) -> str:
        return f"a loss with the matrix A = {self._A.tolist()}"


def _newton(f: Callable, w: np.ndarray) -> np.ndarray:
    return -np.linalg.solve(full_hessian(f)(w), grad(f)(w))


def _conjugate(f: Callable, w: np.ndarray, rounds: int | None = None, sign: float = -1.0) -> np.ndarray:
    d, r = np.zeros(len(w)), sign * grad(f)(w)
    v = r
    for _ in range(len(w) if rounds is None else rounds):
        if r @ r < 1e-28:
            break
        Hv = jvp(grad(f), w, v)[1]
        alpha = r @ r / (v @ Hv)
        d, after = d + alpha * v, r - alpha * Hv
        v, r = after + (after @ after) / (r @ r) * v, after
    return d


def _without_a_hessian(f: Callable, w: np.ndarray) -> np.ndarray:
    return _conjugate(f, w)


def _steepest(f: Callable, w: np.ndarray) -> np.ndarray:
    d, r = np.zeros(len(w)), -grad(f)(w)
    for _ in range(len(w)):
        Hr = jvp(grad(f), w, r)[1]
        alpha = r @ r / (r @ Hr)
        d, r = d + alpha * r, r - alpha * Hr
    return d


def _upside_down(f: Callable, w: np.ndarray) -> np.ndarray:
    d, r = np.zeros(len(w)), -grad(f)(w)
    v = r
    for _ in range(len(w)):
        if r @ r < 1e-28:
            break
        Hv = jvp(grad(f), w, v)[1]
        alpha = r @ r / (v @ Hv)
        d, after = d + alpha * v, r - alpha * Hv
        v, r = after + (r @ r) / max(after @ after, 1e-28) * v, after
    return d


def _same_array(f: Callable, w: np.ndarray) -> np.ndarray:
    d, r = np.zeros(len(w)), -grad(f)(w)
    v = r
    for _ in range(len(w)):
        if r @ r < 1e-28:
            break
        before, Hv = r @ r, jvp(grad(f), w, v)[1]
        alpha = before / (v @ Hv)
        d += alpha * v
        r -= alpha * Hv  # which is v as well, the first time
        v = r + (r @ r) / before * v
    return d


def _bowls(rng: np.random.Generator) -> tuple:
    p = int(rng.integers(2, 5))
    A = np.eye(p) + rng.integers(-1, 2, (p, p)) / 2 * (1 - np.eye(p)) * (np.arange(p)[:, None] > np.arange(p))
    return Bowl(A, rng.integers(-3, 4, p).astype(float) + 0.5), rng.integers(-2, 3, p) / 2


newton_without_a_hessian = Function(
    _without_a_hessian,
    inputs=_bowls,
    without=["hessian", "solve", "inv", "lstsq"],
    wrong=[
        (lambda f, w: -grad(f)(w), "That is a step of gradient descent."),
        (lambda f, w: _conjugate(f, w, rounds=1), "One round is not enough: as many as there are weights."),
        (lambda f, w: _conjugate(f, w, sign=1.0), "That leads uphill: begin with minus the gradient."),
        (
            _upside_down,
            r"$\beta$ is the new $\mathbf{r}^\top\mathbf{r}$ divided by the old, and not the old by the new.",
        ),
        (_same_array, "v and r are the same array in your program: changing r in place changes v; copy it first."),
        (_steepest, r"The next $\mathbf{v}$ is the new $\mathbf{r}$ plus $\beta$ times the old $\mathbf{v}$."),
    ],
    given_back=[_newton],
)
