"""Expectations: beside closed forms and SciPy, by the laws that means obey, and that what is a little wrong is told."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
import scipy.integrate
import scipy.stats

from derived.algebra import *
from derived.algebra.instances import Instance
from derived.autodiff import PRECISE, NoDerivative
from derived.derivation import Derivation, DerivationError
from derived.derivation.claims import as_floats

n, p = sizes("n p")
i = index("i")
s, c, a, mu = scalar("s", "positive"), scalar("c"), scalar("a"), scalar("mu")
q, r = scalar("q", "between 0 and 1"), scalar("r", "positive")
g, h = gaussian("g", variance=s**2), gaussian("h", variance=s**2)
z, w = gaussian("z", variance=1), gaussian("w", variance=1)
e, f = noise("e", variance=s**2), noise("f", variance=s**2)
eps, gv = noise("varepsilon", n, variance=s**2), gaussian("g", n, variance=s**2)
u, v, A = vector("u", n), vector("v", n), matrix("A", n, n)
space = Space("omega")
X, Y, T = random_scalar("X", space), random_scalar("Y", space), random_scalar("T", space, "binary")
Z = random_scalar("Z")
ABOVE = 1 + number(1) / 10**8  # a little more than one


def line(before, after, **same):
    return Derivation("Test", label="test").start(before).equals(after, because="a case", **same).lines[-1]


def precise(expression, seed=0):
    return float(expression.at(Instance(seed, "precise")))


# --- beside SciPy -----------------------------------------------------------------------------------------------------

LAWS = {
    "normal": (gaussian("x", mean=number(1) / 2, variance=number(9) / 4), scipy.stats.norm(0.5, 1.5)),
    "uniform": (uniform("x", low=-1, high=number(5) / 2), scipy.stats.uniform(-1, 3.5)),
    "exponential": (exponential("x", rate=number(3) / 2), scipy.stats.expon(scale=2 / 3)),
    "Bernoulli": (bernoulli("x", probability=number(1) / 3), scipy.stats.bernoulli(1 / 3)),
    "binomial": (binomial("x", trials=7, probability=number(1) / 3), scipy.stats.binom(7, 1 / 3)),
    "Poisson": (poisson("x", mean=number(5) / 2), scipy.stats.poisson(2.5)),
}


@pytest.mark.parametrize("law", LAWS)
def test_moments_are_exact(law):
    x, reference = LAWS[law]
    for k in range(1, 7):
        moment = expectation(x**k).at(Instance(0))
        assert isinstance(moment, Fraction)
        assert math.isclose(moment, reference.moment(k), rel_tol=1e-8)
    assert math.isclose(variance(x).at(Instance(0)), reference.var(), rel_tol=1e-12)


FUNCTIONS = {
    "absolute value": (absolute, np.abs),
    "ReLU": (lambda x: relu(x - 1), lambda x: np.maximum(x - 1, 0)),
    "sigmoid": (sigmoid, lambda x: 1 / (1 + np.exp(-x))),
    "exponential": (lambda x: exp(-x / 3), lambda x: np.exp(-x / 3)),
    "cosine": (lambda x: cos(2 * x + 1), lambda x: np.cos(2 * x + 1)),
    "a quotient": (lambda x: x / (2 + x**2), lambda x: x / (2 + x**2)),
    "a logarithm": (lambda x: log(1 + x**2), lambda x: np.log(1 + x**2)),
    "an event": (lambda x: indicator(x > number(1) / 3), lambda x: x > 1 / 3),
    "cases": (lambda x: cases((x**2, x < 1), otherwise=exp(-x)), lambda x: np.where(x < 1, x**2, np.exp(-x))),
    "two kinks": (lambda x: absolute(absolute(x) - 1) * tanh(x), lambda x: np.abs(np.abs(x) - 1) * np.tanh(x)),
    "a curved border": (lambda x: relu(x**2 - 2), lambda x: np.maximum(x**2 - 2, 0)),
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_means_of_functions_beside_scipy(law, name):
    (x, reference), (body, function) = LAWS[law], FUNCTIONS[name]
    if hasattr(reference.dist, "pmf"):
        ks = np.arange(80)
        expected = np.sum(function(ks) * reference.pmf(ks))
    else:
        low, high = max(reference.support()[0], -30), min(reference.support()[1], 40)
        cuts = [t for t in (-math.sqrt(2), -1, 0, 1 / 3, 1, math.sqrt(2), 5, 10) if low < t < high]
        edges = itertools.pairwise([low, *cuts, high])
        rule = lambda t: function(t) * reference.pdf(t)
        expected = sum(scipy.integrate.quad(rule, *ends, epsabs=1e-13, epsrel=1e-13)[0] for ends in edges)
    assert math.isclose(precise(expectation(body(x))), expected, rel_tol=1e-10, abs_tol=1e-11)


PAIRS = {
    "the larger of two": (expectation(cases((z, z > w), otherwise=w)), 1 / math.sqrt(math.pi)),
    "signs that share a term": (expectation(sign(z) * sign(z + w)), 0.5),
    "both positive": (probability(all_of(z > 0, z + 2 * w > 0)), 1 / 4 + math.asin(1 / math.sqrt(5)) / (2 * math.pi)),
    "given an event": (expectation(z, given=z > 1), scipy.stats.norm.pdf(1) / scipy.stats.norm.sf(1)),
    "a sum given its sign": (expectation(z, given=z + w > 0), 1 / math.sqrt(math.pi)),
    "a normal and a coin": (expectation(exp(z * bernoulli("b", probability=number(1) / 4))), (3 + math.exp(0.5)) / 4),
    "the larger of a number and a uniform one": (
        expectation(cases((t := uniform("t"), t > number(1) / 3), otherwise=number(1) / 3)),
        5 / 9,
    ),
    "a logarithm at its pole": (expectation(log(exponential("t"))), -np.euler_gamma),
    "another": (expectation(log(uniform("t"))), -1),
    "a root at its kink": (expectation(sqrt(exponential("t"))), math.sqrt(math.pi) / 2),
    "a tail": (probability(absolute(z) > 6), 2 * scipy.stats.norm.sf(6)),
    "waiting longer than another": (probability(exponential("x", rate=2) > exponential("y", rate=3)), 3 / 5),
}


@pytest.mark.parametrize("name", PAIRS)
def test_means_over_several_letters(name):
    expression, expected = PAIRS[name]
    assert math.isclose(precise(expression), expected, rel_tol=1e-10)


def test_the_mean_of_an_absolute_value_has_all_digits():
    here = Instance(3, "precise")
    assert abs(expectation(absolute(g)).at(here) / here[s] - PRECISE.sqrt(2 / PRECISE.pi)) < PRECISE.mpf(10) ** -50


# --- lines ------------------------------------------------------------------------------------------------------------

TRUE = {
    "linearity": (expectation(2 * X + Y * c - Z), 2 * expectation(X) + c * expectation(Y) - expectation(Z)),
    "a product of independent letters": (expectation(X**2 * Z), expectation(X**2) * expectation(Z)),
    "variance of a sum": (variance(e + f), 2 * s**2),
    "noise, a quadratic form": (expectation(eps.T @ A @ eps), s**2 * trace(A)),
    "noise, the square of a sum": (
        expectation(summation(i, 3, noise("d", 3, variance=s**2)[i]) ** 2), 3 * s**2),
    "chi squared": (expectation(norm(gv) ** 4), n * (n + 2) * s**4),
    "Isserlis": (expectation((u.T @ gv) ** 2 * (v.T @ gv) ** 2),
                 s**4 * (norm(u) ** 2 * norm(v) ** 2 + 2 * (u.T @ v) ** 2)),
    "He's initialization": (expectation(relu(u.T @ gv) ** 2), s**2 * norm(u) ** 2 / 2),
    "a kink, its derivative by the scale": (partial(expectation(absolute(g)), s), expectation(absolute(g)) / s),
    "the variance by the scale": (partial(variance(e), s), 2 * s),
    "an exponential's mean": (expectation(exponential("t", rate=r)), 1 / r),
    "a uniform variance": (variance(uniform("t", low=a, high=c)), (c - a) ** 2 / 12),
    "a Poisson variance": (variance(poisson("k", mean=r)), r),
    "labels": (variance(bernoulli("y", n, probability=vector("p", n, "between 0 and 1"))[1]),
               vector("p", n, "between 0 and 1")[1] * (1 - vector("p", n, "between 0 and 1")[1])),
}  # fmt: skip


SAME = {  # misprints that are true as well
    "noise, the square of a sum": {
        r"\mathbb{E}\left[\sum_{i=1}^{3} d_{i}^{2}\right] = 3 s^{2}": "the entries are independent, of mean zero"},
    "He's initialization": {
        r"\mathbb{E}[\operatorname{ReLU}(-\mathbf{u}^\top \mathbf{g})^{2}] = "
        r"\frac{s^{2}\, \lVert \mathbf{u} \rVert^{2}}{2}": "the normal law is symmetric"},
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_true_lines(name):
    assert line(*TRUE[name], same=SAME.get(name)).tally.rejected > 3


def test_steins_lemma_is_quadrature_and_says_how_good():
    found = line(expectation(g * tanh(g)), s**2 * expectation(1 - tanh(g) ** 2)).evidence
    assert found.kind == "quadrature"
    assert "two rules of which agree to" in found.detail
    assert line(expectation(g**4), 3 * s**4).evidence.kind == "moments"


FALSE = {
    "four parts in a thousand": (expectation(absolute(g)), number(4) / 5 * s),
    "one in ten to the eight, a kink": (expectation(relu(g)) * ABOVE, expectation(absolute(g)) / 2),
    "one in ten to the eight, a quadrature": (expectation(g * tanh(g)), s**2 * expectation(1 - tanh(g) ** 2) * ABOVE),
    "one in ten to the eight, two letters": (expectation(sign(z) * sign(z + w)), number(1) / 2 * ABOVE),
    "one in ten to the eight, log-normal": (expectation(exp(mu + g)), exp(mu + s**2 / 2) * ABOVE),
    "a normal is no noise": (expectation(e**4), 3 * s**4),
    "noise of three values": (
        expectation(e**5), expectation(e**3) * (2 * expectation(e**4) / s**2 - expectation(e**3) ** 2 / s**4)),
    "noise of two values": (expectation(e**4), s**4 + expectation(e**3) ** 2 / s**2),
    "symmetric noise": (expectation(e**3), 0),
    "noise, its sixth moment": (expectation(e**6), expectation(e**3) ** 2 + 15 * s**2 * (expectation(e**4) - 2 * s**4)),
    "noise that scales": (partial(expectation(e**3), s), 3 * expectation(e**3) / s),
    "noise that does not": (partial(expectation(e**3), s), 0),
    "alike entries": (expectation(eps[1] ** 3), expectation(noise("d", variance=s**2) ** 3)),
    "a letter tells the outcome": (expectation(X, T), X),
    "a number tells another": (expectation(X, Y), X),
    "uncorrelated": (expectation(X * Y), expectation(X) * expectation(Y)),
    "independent events": (probability(all_of(eq(T, 1), X > 0)), probability(eq(T, 1)) * probability(X > 0)),
    "an arbitrary number of four values": (
        expectation((X - expectation(X)) ** 4),
        variance(X) ** 2 + expectation((X - expectation(X)) ** 3) ** 2 / variance(X)),
    "a dependent copy": (expectation(X * expectation(X)), expectation(X**2)),
    "the derivative of an event": (partial(probability(g > a), a), 0),
    "the curvature at a kink": (partial(partial(expectation(relu(a + g)), a), a), 0),
    "the derivative of an event by the scale": (partial(probability(g > a), s), 0),
    "a mean that does not exist": (expectation(1 / g), 0),
    "one that is infinite": (expectation(1 / g**2), 1 / s**2),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_false_lines(name):
    with pytest.raises(DerivationError, match=r"is wrong|has no value"):
        line(*FALSE[name])


INEQUALITIES = {
    "Jensen, the square": (expectation(e**4), ">=", expectation(e**2) ** 2),
    "Jensen, the exponential": (expectation(exp(z)), ">=", exp(expectation(z))),
    "Cauchy and Schwarz": (expectation(X * Y) ** 2, "<=", expectation(X**2) * expectation(Y**2)),
    "Chebyshev": (probability(absolute(e) >= r), "<=", s**2 / r**2),
    "a mean length": (expectation(norm(noise("d", 2, variance=1))) ** 2, "<=", number(2)),
}


@pytest.mark.parametrize("name", INEQUALITIES)
def test_inequalities_hold_for_true_laws_and_turned_they_do_not(name):
    left, sign_, right = INEQUALITIES[name]
    compare = {"<=": lambda x, y: x <= y, ">=": lambda x, y: x >= y}
    other = compare["<=" if sign_ == ">=" else ">="]
    kinds = ["precise"] if "exp" in name or "length" in name else ["exact", "precise"]
    found = [Instance(seed, kind) for seed in range(5) for kind in kinds]
    assert all(compare[sign_](left, right).at(here) for here in found)
    assert not all(other(left, right).at(here) for here in found)
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation("Test", label="test").holds(other(left, right), because="a case")


# --- laws that means obey, exactly ------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_what_means_obey(seed):
    here = Instance(seed)
    same = lambda left, right: np.array_equal(left.at(here), right.at(here))
    assert same(expectation(expectation(X, T)), expectation(X))
    assert same(expectation(expectation(X, Y)), expectation(X))
    assert same(expectation(expectation(X, Y) * Y), expectation(X * Y))
    assert same(expectation(expectation(e * f**2, f) * f), s**2 * expectation(e * f))
    assert same(variance(X + Y), variance(X) + variance(Y) + 2 * covariance(X, Y))
    assert same(probability(eq(T, 1)), expectation(T))
    assert same(expectation(X, eq(T, 1)) * probability(eq(T, 1)), expectation(X * T))
    assert same(variance(A @ eps), s**2 * A @ A.T)
    assert same(covariance(u.T @ eps, v.T @ eps), s**2 * u.T @ v)


def test_a_function_of_a_random_letter_has_an_expectation_of_its_own():
    J = define("J", a, expectation((X - a) ** 2))
    here = Instance(1)
    assert expectation(J(X)).at(here) == (2 * variance(X)).at(here)
    assert expectation(J(expectation(X))).at(here) == variance(X).at(here)


def test_a_letter_of_a_space_leaves_its_moments_free():
    here = Instance(0)
    values = X.known_table(here)
    assert len(set(values)) == 16
    pairs = {
        (t, k) for t, k in zip(T.known_table(here), random_scalar("S", space, "binary").known_table(here), strict=True)
    }
    assert len(pairs) == 4
    B = variance(random_vector("b", 9)).at(here)
    assert np.linalg.matrix_rank(as_floats(B)) == 9


def test_noise_has_as_many_free_moments_as_a_line_has_degrees():
    # All products of moments of weight 6 or less, in 40 instances of variance one: no polynomial of them is zero.
    rows = []
    for seed in range(40):
        here = Instance(seed, "precise").bind({s: PRECISE.mpf(1)})
        m3, m4, m5, m6 = (float(expectation(e**k).at(here)) for k in range(3, 7))
        rows.append([1, m3, m4, m5, m6, m3**2, m3 * m4, m4**2, m3 * m5, m3**3])
    rows = np.array(rows)
    assert np.linalg.matrix_rank(rows / np.abs(rows).max(axis=0)) == rows.shape[1]


def test_a_mini_batch_may_be_large():
    N, B = 6, 12
    data, rows, j = vector("x", N), drawn_rows("k", B, number(N)), index("j")
    batch = summation(j, B, data[rows[j]]) / B
    here = Instance(0)
    numbers = as_floats(data.at(here))
    np.testing.assert_allclose(float(expectation(batch).at(here)), numbers.mean())
    np.testing.assert_allclose(float(variance(batch).at(here)), numbers.var() / B)
    means = gradient(expectation((a - batch) ** 2), data).at(here)
    slopes = as_floats((2 * (expectation(batch) - a) / N).at(here)) + 2 * (numbers - numbers.mean()) / N / B
    np.testing.assert_allclose(as_floats(means), slopes)


def test_what_has_no_value_says_why():
    with pytest.raises(NoDerivative, match="a letter moves a jump or a kink"):
        partial(probability(g > a), a).at(Instance(0, "precise"))
    with pytest.raises(ArithmeticError, match="does not settle"):
        expectation(1 / g).at(Instance(0, "precise"))
    with pytest.raises(ArithmeticError, match="quadrature does up to three"):
        expectation(norm(gaussian("x", 5, variance=1)) * exp(norm(gaussian("x", 5, variance=1)))).at(
            Instance(0, "precise")
        )
    with pytest.raises(ArithmeticError, match="two rules differ"):  # a cone: its tip is no straight line
        expectation(sqrt(z**2 + w**2)).at(Instance(0, "precise"))
    with pytest.raises(ZeroDivisionError, match="probability zero"):
        expectation(X, eq(T, 2)).at(Instance(0))
    with pytest.raises(ShapeError, match="the variance of e is random itself"):
        noise("e", variance=X**2)
    with pytest.raises(ShapeError, match="the mean of x is a vector of n"):
        gaussian("x", mean=u, variance=1)


def test_a_value_outside_of_an_expectation_is_one_of_those_that_it_may_have():
    for seed in range(5):
        here = Instance(seed)
        assert X.at(here) in X.known_table(here)
        assert uniform("x", low=2, high=3).at(here) > 2
        assert exponential("x").at(here) > 0
        assert bernoulli("x", probability=q).at(here) in (0, 1)
        assert len(gv.at(here)) == len(eps.at(here)) == n.at(here)
