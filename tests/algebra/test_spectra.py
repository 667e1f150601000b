"""Determinants, eigenvalues, singular values: beside NumPy, in derivations, and what is commonly got wrong."""

from fractions import Fraction

import numpy as np
import pytest

from derived.algebra import *
from derived.algebra.eigendecomposition import eigen
from derived.autodiff import Irrational
from derived.derivation import Derivation, DerivationError
from derived.derivation.claims import as_floats

n, p = sizes("n p")
i = index("i")
A, B, X = matrix("A", p, p), matrix("B", p, p), matrix("X", n, p)
F = matrix("F", n, p, "full column rank")
S, H = matrix("S", p, p, "symmetric"), matrix("H", p, p, "positive definite")
x, v = vector("x", p), vector("v", p)
t = scalar("t")
k = scalar("k", "whole")


def accepted(before, formula, **options):
    """The one line of a derivation."""
    return Derivation("Test", label="test").start(before).equals(formula, because="a test", **options).lines[0]


def refused(before, formula):
    """The line is called wrong, or has no value."""
    with pytest.raises(DerivationError, match=r"is wrong|has no value"):
        accepted(before, formula)


NUMPY = {
    "determinant": (determinant(A), lambda: np.linalg.det(as_floats(A.at(HERE)))),
    "eigenvalues": (eigenvalues(S), lambda: np.linalg.eigvalsh(as_floats(S.at(HERE)))),
    "largest eigenvalue": (largest_eigenvalue(S), lambda: np.linalg.eigvalsh(as_floats(S.at(HERE)))[-1]),
    "smallest eigenvalue": (smallest_eigenvalue(S), lambda: np.linalg.eigvalsh(as_floats(S.at(HERE)))[0]),
    "singular values": (singular_values(X), lambda: np.linalg.svd(as_floats(X.at(HERE)))[1]),
    "of a wide matrix": (singular_values(X.T), lambda: np.linalg.svd(as_floats(X.at(HERE)))[1]),
    "spectral norm": (norm(X, 2), lambda: np.linalg.norm(as_floats(X.at(HERE)), 2)),
    "condition number": (condition_number(X), lambda: np.linalg.cond(as_floats(X.at(HERE)))),
    "spectral radius": (spectral_radius(A), lambda: max(abs(np.linalg.eigvals(as_floats(A.at(HERE)))))),
    "of a symmetric matrix": (spectral_radius(S), lambda: max(abs(np.linalg.eigvals(as_floats(S.at(HERE)))))),
}
HERE = Instance(3, "float")


@pytest.mark.parametrize("what", NUMPY)
def test_worth_what_numpy_says(what):
    formula, expected = NUMPY[what]
    np.testing.assert_allclose(as_floats(formula.at(HERE)), expected(), rtol=1e-9)


i_, eye = index("i"), identity(p)
TRUE = {
    "a product of matrices": (determinant(A @ B), determinant(A) * determinant(B)),
    "an inverse": (determinant(inverse(A)), 1 / determinant(A)),
    "a multiple": (determinant(t * A), t**p * determinant(A)),
    "a rank-one change": (determinant(eye + x @ v.T), 1 + v.T @ x),
    "the slope of a determinant": (gradient(determinant(A), A), determinant(A) * inverse(A).T),
    "the slope of its logarithm": (gradient(log(determinant(H)), H), inverse(H)),
    "the slope of an inverse": (partial(v.T @ inverse(A + t * B) @ x, t),
                                -v.T @ inverse(A + t * B) @ B @ inverse(A + t * B) @ x),
    "the slope of a log determinant along a line": (partial(log(determinant(H + t**2 * eye)), t),
                                                    2 * t * trace(inverse(H + t**2 * eye))),
    "a trace by eigenvalues": (trace(S), summation(i, p, eigenvalues(S)[i])),
    "a determinant by eigenvalues": (determinant(S), product(i, p, eigenvalues(S)[i])),
    "a shift": (largest_eigenvalue(S + t * eye), largest_eigenvalue(S) + t),
    "the other end": (largest_eigenvalue(-S), -smallest_eigenvalue(S)),
    "an inverse turns them around": (largest_eigenvalue(inverse(H)), 1 / smallest_eigenvalue(H)),
    "the spectral norm": (norm(X, 2) ** 2, largest_eigenvalue(X.T @ X)),
    "of the other product": (norm(X, 2), sqrt(largest_eigenvalue(X @ X.T))),
    "the condition number": (condition_number(H), largest_eigenvalue(H) / smallest_eigenvalue(H)),
    "its square": (condition_number(F.T @ F), condition_number(F) ** 2),
    "a ridge": (condition_number(H + t**2 * eye), (largest_eigenvalue(H) + t**2) / (smallest_eigenvalue(H) + t**2)),
    "the best rate has this factor": (spectral_radius(eye - t * H), maximum(i, p, absolute(1 - t * eigenvalues(H)[i]))),
    "the largest in size": (spectral_radius(S), norm(S, 2)),
    "a power": (spectral_radius(A**3), spectral_radius(A) ** 3),
}  # fmt: skip


@pytest.mark.parametrize("what", TRUE)
def test_true_lines(what):
    line = accepted(*TRUE[what])
    assert line.tally.rejected
    assert line.evidence.kind != "proved"  # no line about all sizes is


FALSE = {
    "a sum is no product": (determinant(A + B), determinant(A) + determinant(B)),
    "a multiple": (determinant(t * A), t * determinant(A)),
    "the slope without its transpose": (gradient(determinant(A), A), determinant(A) * inverse(A)),
    "the slope of the logarithm without its transpose": (gradient(log(determinant(A) ** 2) / 2, A), inverse(A)),
    "the slope of an inverse, its sign lost": (partial(v.T @ inverse(A + t * B) @ x, t),
                                               v.T @ inverse(A + t * B) @ B @ inverse(A + t * B) @ x),
    "trace for determinant": (trace(S), product(i, p, eigenvalues(S)[i])),
    "an inverse keeps them": (largest_eigenvalue(inverse(H)), 1 / largest_eigenvalue(H)),
    "the norm of the product": (norm(X, 2), largest_eigenvalue(X.T @ X)),
    "the largest is not the largest in size": (spectral_radius(S), largest_eigenvalue(S)),
    "the radius is no norm": (spectral_radius(A), norm(A, 2)),
    "the norm of Frobenius": (norm(A, "F"), norm(A, 2)),
    "eigenvalues of a sum": (largest_eigenvalue(S + H), largest_eigenvalue(S) + largest_eigenvalue(H)),
    "the slowest factor is not the largest": (spectral_radius(eye - t**2 * H), 1 - t**2 * smallest_eigenvalue(H)),
    "a ridge changes the condition number": (condition_number(H + t**2 * eye), condition_number(H)),
    "a determinant is not linear": (determinant(eye + A), 1 + trace(A)),
    "norms are submultiplicative only": (norm(A @ B, 2), norm(A, 2) * norm(B, 2)),
    "singular values are no eigenvalues": (eigenvalues(S), singular_values(S)),
    "the condition number does not grow": (condition_number(X.T @ X), condition_number(X)),
}  # fmt: skip


@pytest.mark.parametrize("what", FALSE)
def test_false_lines(what):
    refused(*FALSE[what])


def test_bounds_of_rayleighs_quotient_are_tight():
    first, v_1 = eigenpair(S, "lambda_1", "v_1", 1)
    last, v_p = eigenpair(S, "lambda_p", "v_p", p)
    quotient = x.T @ S @ x / (x.T @ x)
    d = Derivation("Rayleigh", label="r").start(quotient)
    d.at_most(largest_eigenvalue(S), because="a weighted mean", tight={x: v_p})
    d.start(quotient).at_least(smallest_eigenvalue(S), because="a weighted mean", tight={x: v_1})
    d.start(quotient).at_most(last, because="a weighted mean", tight={x: v_p})
    with pytest.raises(DerivationError, match="is not tight"):
        d.start(quotient).at_most(largest_eigenvalue(S), because="not tight there", tight={x: v_1})
    with pytest.raises(DerivationError, match="is wrong"):
        d.start(quotient).at_most(smallest_eigenvalue(S), because="the wrong end", tight={x: v_1})
    with pytest.raises(DerivationError, match="is wrong"):
        d.start(norm(A @ x)).at_most(spectral_radius(A) * norm(x), because="the radius bounds no step", tight={x: v_1})
    assert first.at(HERE) == smallest_eigenvalue(S).at(HERE)


def test_an_eigenpair():
    lam, u = eigenpair(S)
    mu, w = eigenpair(S, "mu", "w")
    accepted(S @ u, lam * u)
    accepted(S**k @ u, lam**k * u)
    accepted(lam * (u.T @ w), mu * (u.T @ w))  # orthogonal, where the eigenvalues differ
    accepted(u.T @ S @ u / (u.T @ u), lam)
    refused(S @ u, -lam * u)
    refused(u.T @ u, number(1) + 0 * t)
    refused(u.T @ w, 0 * t)
    refused(A @ u, lam * u)
    assert (
        u.condition_tex
        == lam.condition_tex
        == (r"\mathbf{S} \mathbf{v} = \lambda \mathbf{v},\ \mathbf{v} \ne \mathbf{0}")
    )
    assert eigenpair(S, place=1)[0].condition_tex.endswith(r",\ \lambda = \lambda_{1}(\mathbf{S})")
    with pytest.raises(ShapeError, match="only a square matrix has eigenvalues"):
        eigenpair(X)
    with pytest.raises(IndexError, match="asks for value 9 of"):
        eigenpair(S, place=9)[0].at(HERE)


def test_eigenvectors_of_equal_eigenvalues_need_not_be_orthogonal():
    _, v_1 = eigenpair(S, "lambda_1", "v_1", 1)
    _, v_2 = eigenpair(S, "lambda_2", "v_2", 2)
    refused(v_1.T @ v_2, 0 * t)
    _, u_1 = eigenpair(S, "lambda_1", "u_1", 1, orthonormal=True)
    _, u_2 = eigenpair(S, "lambda_2", "u_2", 2, orthonormal=True)
    assert all(abs((u_1.T @ u_2).at(Instance(seed, "precise", coarse=1))) < 1e-40 for seed in range(12))


def test_a_matrix_is_the_sum_of_its_eigenvectors():
    lam_i, v_i = eigenpair(S, "lambda_i", "v_i", i, orthonormal=True)
    (line,) = [accepted(summation(i, p, lam_i * (v_i @ v_i.T)), S)]
    assert line.tex == (r"\sum_{i=1}^{p} \lambda_{i} (\mathbf{v}_{i} \mathbf{v}_{i}^\top) = \mathbf{S}")
    accepted(summation(i, p, lam_i**k * (v_i @ v_i.T)), S**k)
    refused(summation(i, p, lam_i * (v_i @ v_i.T)), S**2)
    loose_i, w_i = eigenpair(S, "mu_i", "w_i", i)
    refused(summation(i, p, loose_i * (w_i @ w_i.T) / (w_i.T @ w_i)), S)  # not where eigenvalues are equal


def test_the_singular_value_decomposition_and_the_best_approximation():
    rows, columns = sizes("n p", "n >= p")
    Z, r = matrix("Z", rows, columns, "full column rank"), index("r", columns)
    sigma, u_, v_ = singular_triple(Z, "sigma_i", "u_i", "v_i", i)
    accepted(summation(i, columns, sigma * (u_ @ v_.T)), Z)
    accepted(summation(i, columns, sigma**2 * (v_ @ v_.T)), Z.T @ Z)
    rest = Z - summation(i, r, sigma * (u_ @ v_.T))
    accepted(norm(rest, "F") ** 2, summation(i, (r + 1, columns), singular_values(Z)[i] ** 2))
    refused(norm(rest, "F") ** 2, summation(i, (r, columns), singular_values(Z)[i] ** 2))
    refused(summation(i, columns, sigma * (v_ @ u_.T)).T, Z + Z)
    last, left, right = singular_triple(Z)
    accepted(Z @ right, last * left)
    accepted(Z.T @ left, last * right)
    refused(Z.T @ Z @ right, last * right)
    assert left.condition_tex == (
        r"\mathbf{Z} \mathbf{v} = \sigma \mathbf{u},\ \mathbf{Z}^\top \mathbf{u} = \sigma \mathbf{v},"
        r"\ \mathbf{u} \text{ and } \mathbf{v} \text{ orthonormal}"
    )


def test_a_matrix_from_a_rational_spectrum_has_exact_eigenvalues():
    V, lam = matrix("V", p, p, "orthonormal"), vector("lambda", p, "increasing")
    C = V @ diag(lam) @ V.T
    line = accepted(largest_eigenvalue(C), lam[p])
    assert line.evidence.kind == "exact"
    assert accepted(eigenvalues(C), lam).evidence.kind == "exact"
    assert condition_number(C).at(Instance(0)) == (lam[p] / lam[1]).at(Instance(0))
    refused(smallest_eigenvalue(C), lam[p])
    with pytest.raises(Irrational):
        eigenvalues(S).at(Instance(0))


def test_how_an_eigenvalue_moves():
    lam, u = eigenpair(S, place=p)
    accepted(gradient(largest_eigenvalue(S), S), u @ u.T / (u.T @ u))
    refused(gradient(largest_eigenvalue(S), S), u @ u.T)
    accepted(partial(lam, S[1, 1]), u[1] ** 2 / (u.T @ u))
    with pytest.raises(ArithmeticError, match="two eigenvalues meet here"):
        partial(largest_eigenvalue(t * S), t).at(HERE.bind({t: 0.0}))
    assert partial(largest_eigenvalue((1 + t) * eye), t).at(HERE.bind({t: 0.5})) == 1  # they stay together


def test_second_derivatives_of_an_eigenvalue_beside_differences():
    s, here, h = scalar("s"), Instance(1, "float"), 1e-4
    top = largest_eigenvalue(S + s * H + s**2 * (B + B.T))
    above, at, below = (float(top.at(here.bind({s: 0.3 + step}))) for step in (h, 0, -h))
    second = partial(partial(top, s), s).at(here.bind({s: 0.3}))
    assert second == pytest.approx((above - 2 * at + below) / h**2, rel=1e-4)


def test_the_derivative_of_a_determinant_at_a_singular_matrix():
    singular = np.array([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(4)]])
    C = matrix("C", 2, 2)
    adjugate = gradient(determinant(C), C).at(Instance(0).bind({C: singular}))
    assert adjugate.tolist() == [[4, -2], [-2, 1]]
    assert determinant(C).at(Instance(0).bind({C: singular})) == 0


def test_no_eigenvalues_of_what_is_not_symmetric():
    with pytest.raises(ArithmeticError, match="is not symmetric"):
        largest_eigenvalue(A).at(Instance(0))
    with pytest.raises(ShapeError, match="only a square matrix has a determinant"):
        determinant(X)
    with pytest.raises(ShapeError, match="only a matrix has a condition number"):
        condition_number(x)
    with pytest.raises(ZeroDivisionError, match="it has no condition number"):
        condition_number(x @ v.T).at(Instance(0, "float"))


def test_their_misprints():
    made = {m.formula.tex() for m in misprints(determinant(S) * smallest_eigenvalue(S) + norm(S, 2), [S]) if m.formula}
    rest = r"\lambda_{\min}(\mathbf{S}) + \lVert \mathbf{S} \rVert_{2}"
    assert rf"\operatorname{{tr}}(\mathbf{{S}})\, {rest}" in made
    assert r"\det(\mathbf{S})\, \lambda_{\max}(\mathbf{S}) + \lVert \mathbf{S} \rVert_{2}" in made
    assert r"\det(\mathbf{S})\, \lambda_{\min}(\mathbf{S}) + \lVert \mathbf{S} \rVert_{F}" in made


def test_eigenvectors_where_eigenvalues_repeat():
    values, vectors = eigen(np.array([[Fraction(int(a == b) * 3) for a in range(3)] for b in range(3)]))
    assert values.tolist() == [3, 3, 3]
    assert (vectors.T @ vectors).tolist() == np.diag(np.diag(vectors.T @ vectors)).tolist()
