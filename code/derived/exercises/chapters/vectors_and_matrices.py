"""The exercises of the chapter on vectors and matrices."""

import numpy as np
from sklearn.datasets import load_digits

from derived.algebra import identity, inverse, ne, norm, sizes, such_that, vector, zeros
from derived.exercises import Choice, Construction, Formula, Function, Number, Parts

# --- two other bags -------------------------------------------------------------------------------------------------

two_other_bags = Parts(
    {
        "determinant": Number(
            5,
            wrong=[
                (7, "The second product is taken away."),
                (6, "That is the first product only."),
                (-1, "Multiply along the diagonals: upper left with lower right."),
            ],
            given_back=[[[3, 1], [1, 2]]],
        ),
        "inverse": Number(
            [[2 / 5, -1 / 5], [-1 / 5, 3 / 5]],
            wrong=[
                ([[2, -1], [-1, 3]], "Divide by the determinant."),
                ([[3 / 5, -1 / 5], [-1 / 5, 2 / 5]], "The entries of the diagonal change places."),
                ([[2 / 5, 1 / 5], [1 / 5, 3 / 5]], "The entries beside the diagonal change their signs."),
                (
                    [[1 / 3, 1], [1, 1 / 2]],
                    "The inverse is not taken entry by entry: multiply it by the matrix.",
                ),
            ],
        ),
        "weights": Number(
            [3, 2],
            wrong=[
                ([2, 3], "The mango comes first."),
                ([15, 10], "Divide by the determinant."),
                ([40, 25], "That is the matrix times the readings: it has to be undone."),
            ],
            given_back=[[11, 7]],
        ),
    },
)

# --- which shape ----------------------------------------------------------------------------------------------------

which_shape = Parts(
    {
        "product": Number(
            [5],
            wrong=[
                ([3], "An entry for each row."),
                ([15], "In each row the products are added up."),
                ([1], "A row each."),
            ],
        ),
        "star": Number(
            [5, 3],
            wrong=[
                ([3, 5], "A product entry by entry keeps the shape of the larger one."),
                ([3, 3], "Laid over each other from the right: 3 meets 3, and 5 meets nothing."),
                ([5, 5], "The 3 of both is one axis."),
            ],
        ),
        "with_y": Choice(
            "error",
            among=["(5, 3)", "(3, 5)", "(5, 5)", "error"],
            wrong=[
                ("(5, 3)", "From the right, 3 meets 5: for that, y would have to be a column, `y[:, None]`."),
                ("(3, 5)", "NumPy transposes nothing by itself."),
                ("(5, 5)", "From the right, 3 meets 5, and neither is 1."),
            ],
        ),
        "column": Number(
            [5, 5],
            wrong=[
                ([5, 1], "From the right, 1 meets 5 and becomes 5."),
                ([1, 5], "The 5 of the column stays."),
                ([5, 3], "No 3 is in it."),
            ],
            given_back=[[5]],
        ),
        "gram": Number(
            [3, 3],
            wrong=[([5, 5], "That is `X @ X.T`."), ([3, 5], "That is `X.T` alone."), ([5, 3], "That is `X` alone.")],
        ),
    }
)

# --- what two scales do not see -------------------------------------------------------------------------------------

_BAGS = np.array([[1.0, 1.0, 2.0], [2.0, 1.0, 3.0]])

what_two_scales_do_not_see = Construction(
    [1, 1, -1],
    properties=[
        (lambda u: u.shape == (3,), "Give three numbers, one for each fruit."),
        (lambda u: bool(np.any(u != 0)), "Not all of them zero: that fits any matrix."),
        (
            lambda u: bool(np.allclose(_BAGS @ u, 0)),
            lambda u: f"The scales would show `{_BAGS[0] @ u:g}` and `{_BAGS[1] @ u:g}` more.",
        ),
    ],
    wrong=[
        ([0, 0, 0], "That is true of every matrix, and says nothing about these bags."),
        ([1, 1, 1], "All of that fruit weighs something: something has to become lighter."),
        ([2, 0, -1], "The first scale does not see it, but the second does."),
        ([3, 0, -2], "The second scale does not see it, but the first does."),
    ],
    given_back=[[1, 1, 2], [2, 1, 3]],
)

# --- onto a line ----------------------------------------------------------------------------------------------------

onto_a_line = Parts(
    {
        "foot": Number(
            [1, 2, 2],
            wrong=[
                ([9, 18, 18], "Divide by the inner product of the line's vector with itself."),
                ([3, 6, 6], "Divide by the squared length, not by the length."),
                ([1 / 9, 2 / 9, 2 / 9], "How much of the vector is in the readings? That factor is 1."),
                ([8, -2, -2], "That is what is left over."),
            ],
        ),
        "left_over": Number(
            [8, -2, -2],
            wrong=[
                ([-8, 2, 2], "The readings, less the nearest point."),
                ([10, 2, 2], "The readings less the point, not plus it."),
                ([1, 2, 2], "That is the nearest point."),
            ],
            given_back=[[9, 0, 0]],
        ),
        "trace": Number(
            1,
            wrong=[
                (9, "Divide the matrix by the squared length of the vector."),
                (5 / 9, "Add up the diagonal only: the squares of the entries, over 9."),
                (3, "That is the trace of the identity: the projection keeps one direction of three."),
            ],
        ),
        "rank": Number(
            1,
            wrong=[
                (3, "It has three columns; how many of them are independent?"),
                (2, "That is the dimension of its null space."),
                (0, "It is not the zero matrix."),
            ],
        ),
    },
    follows={"left_over": lambda foot: np.array([9, 0, 0]) - foot},
)

# --- a mirror -------------------------------------------------------------------------------------------------------

(_n,) = sizes("n")
_u = vector("u", _n)
(_u,) = such_that(ne(_u, zeros(_n)), _u)
_onto = _u @ _u.T / (_u.T @ _u)

a_mirror = Formula(
    right=identity(_n) - 2 * _onto,
    letters=(_n, _u),
    wrong=[
        (identity(_n) - _onto, "That ends in the mirror: go as far again on the other side."),
        (2 * _onto - identity(_n), r"That keeps $\mathbf{u}$ and turns all else around: here it is the other way."),
        (identity(_n) - 2 * _u @ _u.T, r"That is right if $\mathbf{u}$ has length one."),
        (identity(_n) + 2 * _onto, r"Along $\mathbf{u}$ that gives $3\mathbf{u}$."),
        (identity(_n) - 2 * _u @ _u.T / norm(_u), "Divide by the squared length."),
    ],
    given_back=[inverse(identity(_n) - 2 * _onto)],
)

# --- one term more --------------------------------------------------------------------------------------------------

_a, _b = vector("a", _n), vector("b", _n)
_a, _b = such_that(ne(1 + _b.T @ _a, 0), _a, _b)

one_term_more = Formula(
    right=identity(_n) - _a @ _b.T / (1 + _b.T @ _a),
    letters=(_n, _a, _b),
    wrong=[
        (identity(_n) - _a @ _b.T, "Multiply it by the matrix: a term of second order is left."),
        (identity(_n) - _b @ _a.T / (1 + _b.T @ _a), "The order in the outer product stays."),
        (identity(_n) + _a @ _b.T / (1 + _b.T @ _a), "The sign: what was added is to be undone."),
        (identity(_n) - _a @ _b.T / (1 - _b.T @ _a), "The sign in the denominator."),
        (identity(_n) - 2 * _a @ _b.T / (1 + _b.T @ _a), "Multiply it by the matrix: too much is taken away."),
    ],
    given_back=[inverse(identity(_n) + _a @ _b.T)],
)

# --- by its eigenvalues ---------------------------------------------------------------------------------------------

by_its_eigenvalues = Parts(
    {
        "eigenvalues": Number(
            [1, 6],
            wrong=[
                ([6, 1], "The smaller one first."),
                ([2, 5], "Those are on the diagonal: the entries beside it count, too."),
                ([-6, -1], r"The determinant of $\mathbf{S} - \lambda\mathbf{I}$ is $\lambda^2 - 7\lambda + 6$."),
                ([3, 7], "Their sum is the trace, 7, and their product the determinant, 6."),
            ],
        ),
        "direction": Construction(
            [2, 1],
            properties=[
                (lambda v: v.shape == (2,), "Give two numbers."),
                (lambda v: bool(np.any(v != 0)), "An eigenvector is not zero."),
                (
                    lambda v: bool(np.allclose([5 * v[0] + 2 * v[1], 2 * v[0] + 2 * v[1]], 6 * v)),
                    lambda v: f"It is taken to `({5 * v[0] + 2 * v[1]:g}, {2 * v[0] + 2 * v[1]:g})`.",
                ),
            ],
            wrong=[
                ([1, -2], "That belongs to the smaller one."),
                ([1, 2], "That is at a right angle to neither: exchange the entries."),
                ([1, 1], "Solve the equations: first row, 5 times one plus 2 times the other is 6 times the one."),
            ],
            given_back=[[5, 2]],
        ),
        "kind": Choice(
            "definite",
            among=["definite", "semidefinite", "neither"],
            wrong=[
                ("semidefinite", "It is that, too; but no eigenvalue is zero, so more can be said."),
                ("neither", "Look at the signs of the eigenvalues."),
            ],
        ),
        "most": Number(
            24,
            wrong=[
                (6, "That is for vectors of length one."),
                (12, "The length comes in squared."),
                (36, "The largest eigenvalue, once, times the squared length."),
                (4, "That is the least."),
            ],
            given_back=[2],
        ),
    },
    follows={"most": lambda eigenvalues: 4 * np.max(eigenvalues)},
)

# --- the other end --------------------------------------------------------------------------------------------------


def _definite(rng: np.random.Generator) -> tuple[np.ndarray]:
    V, _ = np.linalg.qr(rng.standard_normal((3, 3)))
    S = V @ np.diag(rng.permutation([1.0, 3.0, 8.0]) * rng.integers(1, 4)) @ V.T
    return ((S + S.T) / 2,)


def _by_powers(S: np.ndarray, inverted: bool) -> float:
    v = np.array([0.3, 0.5, 0.8])
    for _ in range(60):
        v = np.linalg.solve(S, v) if inverted else S @ v
        v = v / np.linalg.norm(v)
    return v @ S @ v


the_other_end = Function(
    lambda S: _by_powers(S, inverted=True),
    inputs=_definite,
    without=["eig", "eigh", "eigvals", "eigvalsh", "svd", "svdvals", "cond", "power_iteration"],
    wrong=[
        (
            lambda S: _by_powers(S, inverted=False),
            "That is the largest: which matrix has $1/\\lambda_i$?",
        ),
        (lambda S: 1 / _by_powers(S, inverted=True), "That is the eigenvalue of the inverse: turn it around."),
        (lambda S: S.diagonal().min(), "That is an upper bound only: the form along one of the axes."),
        (lambda S: np.trace(S) - _by_powers(S, inverted=False), "That is the sum of all but the largest."),
    ],
    given_back=[np.min],
)

# --- how wrong can it be --------------------------------------------------------------------------------------------

how_wrong_can_it_be = Parts(
    {
        "kappa": Number(
            326,
            digits=0,
            wrong=[
                (1, "That is the size of the determinant, which says nothing about it."),
                (106272, "That is its square."),
                (18, "That is the largest singular value: divide it by the smallest."),
            ],
            given_back=[[[10, 9], [9, 8]]],
        ),
        "mango": Number(
            1.7,
            wrong=[
                (0.1, r"Take the inverse, with the rows $(-8, 9)$ and $(9, -10)$."),
                (-0.1, "The two errors may have different signs: the worst case is asked for."),
                (0.9, "Both readings may be wrong: add what each does, at its worst."),
                (0.8, "That is what the first reading does: the other may be wrong as well."),
                (17, "The errors are 0.1, not 1."),
            ],
        ),
        "lime": Number(
            1.9,
            wrong=[
                (0.1, r"Take the inverse, with the rows $(-8, 9)$ and $(9, -10)$."),
                (-0.1, "The two errors may have different signs: the worst case is asked for."),
                (1.0, "Both readings may be wrong: add what each does, at its worst."),
                (0.9, "That is what the first reading does: the other may be wrong as well."),
                (19, "The errors are 0.1, not 1."),
            ],
        ),
    },
)

# --- digits in a few terms ------------------------------------------------------------------------------------------

_squares = np.linalg.svd(load_digits().data, compute_uv=False) ** 2
_kept = np.cumsum(_squares) / _squares.sum()
_apart = np.cumsum(_squares**0.5) / (_squares**0.5).sum()

digits_in_a_few_terms = Parts(
    {
        "rank": Number(
            61,
            wrong=[
                (64, "Some pixels are zero in every picture."),
                (1797, "That is the number of rows; the rank is at most the number of columns."),
                (60, "Nearly: count the singular values that are not zero up to rounding."),
            ],
        ),
        "first": Number(
            100 * _kept[0],
            digits=1,
            wrong=[
                (100 * _apart[0], "The squares of the singular values add up to the sum of squared entries."),
                (_kept[0], "In percent."),
                (100 - 100 * _kept[0], "That is what it misses."),
            ],
        ),
        "terms": Number(
            int(np.sum(_kept < 0.95)) + 1,
            wrong=[
                (int(np.sum(_kept < 0.95)), "One term fewer than needed: that keeps a little less."),
                (int(np.sum(_apart < 0.95)) + 1, "Add up the squares, not the singular values themselves."),
                (int(np.sum(_kept < 0.9)) + 1, "That is for 90 percent."),
                (int(np.sum(_kept < 0.99)) + 1, "That is for 99 percent."),
            ],
            given_back=[95],
        ),
    },
)
