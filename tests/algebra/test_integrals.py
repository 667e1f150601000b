"""Integrals, series, and what laws say: beside SciPy, as lines with their misprints, and what cannot be found."""

import math

import numpy as np
import pytest
import scipy.integrate
import scipy.stats

from derived.algebra import *
from derived.algebra.instances import Instance
from derived.algebra.integration import Integral
from derived.autodiff import PRECISE, NoDerivative
from derived.derivation import Derivation, DerivationError
from derived.derivation.claims import as_floats
from derived.derivation.conditions import conditions_of

x, y, t, u, m, mu, a = (scalar(name) for name in ("x", "y", "t", "u", "m", "mu", "a"))
s, tau, v, r, lam = (scalar(name, "positive") for name in ("s", "tau", "v", "r", "lambda"))
q = scalar("q", "between 0 and 1")
k, d = scalar("k", "whole"), scalar("d", "whole", "positive")
(n, K), i, j = sizes("n K"), index("i"), index("j")
X, Z, Y = gaussian("X", mean=mu, variance=s**2), gaussian("Z", variance=1), gaussian("Y", mean=m, variance=tau**2)
bell = exp(-((x - mu) ** 2 / (2 * s**2))) / sqrt(2 * PI * s**2)


def line(before, after, **same):
    return Derivation("Test", label="test").start(before).equals(after, because="a case", **same).lines[-1]


def precise(expression, seed=0):
    return float(expression.at(Instance(seed, "precise")))


# --- beside SciPy -----------------------------------------------------------------------------------------------------

INTEGRALS = {
    "a bell far out": (integral(exp(-(100 * (x - 37)) ** 2), x), math.sqrt(math.pi) / 100),
    "a heavy tail": (integral(1 / (1 + x**2), x), math.pi),
    "a root at its end": (integral(exp(-x) / sqrt(x), x, 0), math.sqrt(math.pi)),
    "a pole of a root at both ends": (integral(1 / sqrt(1 - x**2), x, -1, 1), math.pi),
    "a kink": (integral(absolute(x - 1) * exp(-x), x, 0), 2 / math.e),
    "a jump": (integral(indicator(x > 1) * exp(-x), x, 0), 1 / math.e),
    "cases": (integral(cases((x, x < 1), otherwise=1 / x**2), x, 0), 1.5),
    "a wave": (integral(cos(3 * x) * exp(-(x**2) / 2), x), math.sqrt(2 * math.pi) * math.exp(-4.5)),
    "backwards": (integral(x**2, x, 1, 0), -1 / 3),
    "from below": (integral(exp(x), x, -INFINITY, 1), math.e),
    "two peaks": (integral(exp(-((3 * (x - 4)) ** 2)) + exp(-((3 * (x + 4)) ** 2)), x), 2 * math.sqrt(math.pi) / 3),
    "one inside of another": (integral(integral(exp(-x * y), x, 0, y), y, 0, 1),
                              scipy.integrate.dblquad(lambda b, c: math.exp(-b * c), 0, 1, 0, lambda c: c)[0]),
    "a series": (summation(j, (0, INFINITY), (number(-1) / 3) ** j / factorial(j)), math.exp(-1 / 3)),
    "a slow series": (summation(j, (0, INFINITY), (number(999) / 1000) ** j), 1000),
}  # fmt: skip


@pytest.mark.parametrize("name", INTEGRALS)
def test_integrals_beside_what_they_are(name):
    expression, expected = INTEGRALS[name]
    assert math.isclose(precise(expression), expected, rel_tol=1e-10)


def test_a_polynomial_is_integrated_exactly():
    found = line(integral(x**2 - a, x, 1, 3), number(26) / 3 - 2 * a)
    assert found.evidence.kind == "exact" and "integrals by a closed form" in found.evidence.detail


LAWS = {
    "normal": (gaussian("x", mean=number(1) / 2, variance=4), scipy.stats.norm(0.5, 2)),
    "uniform": (uniform("x", low=-1, high=2), scipy.stats.uniform(-1, 3)),
    "exponential": (exponential("x", rate=2), scipy.stats.expon(scale=0.5)),
    "Laplace": (laplace("x", mean=1, scale=3), scipy.stats.laplace(1, 3)),
    "t": (student("x", degrees=7), scipy.stats.t(7)),
    "chi squared": (chi_squared("x", degrees=3), scipy.stats.chi2(3)),
    "chi squared, infinite at 0": (chi_squared("x", degrees=1), scipy.stats.chi2(1)),
    "F": (fisher("x", first=3, second=17), scipy.stats.f(3, 17)),
}


@pytest.mark.parametrize("name", LAWS)
def test_laws_beside_scipy(name):
    letter, law = LAWS[name]
    here = Instance(0, "precise")
    for p in (0.01, 0.3, 0.5, 0.9, 0.999):
        at = law.ppf(p)
        bound = here.bind({x: PRECISE.mpf(at), q: PRECISE.mpf(p)})
        assert math.isclose(density(letter, x).at(bound), law.pdf(at), rel_tol=1e-9)
        assert math.isclose(distribution(letter, x).at(bound), p, rel_tol=1e-9)
        assert math.isclose(quantile(letter, q).at(bound), at, rel_tol=1e-8, abs_tol=1e-12)
    for order in range(1, 5):
        assert math.isclose(expectation(letter**order).at(here), law.moment(order), rel_tol=1e-8)
    mean = lambda f: law.expect(f, epsabs=1e-11)
    assert math.isclose(precise(expectation(1 / (1 + letter**2))), mean(lambda b: 1 / (1 + b * b)), rel_tol=1e-7)
    assert math.isclose(precise(probability(absolute(letter) > 1)), law.sf(1) + law.cdf(-1), rel_tol=1e-10)
    assert math.isclose(precise(entropy(letter)), float(law.entropy()), rel_tol=1e-7)


def test_a_normal_vector_beside_scipy():
    A, b, c = matrix("A", 3, 3, "positive definite"), vector("b", 3), vector("c", 3)
    here = Instance(4, "precise")
    w = normal_vector("w", 3, mean=b, covariance=A)
    law = scipy.stats.multivariate_normal(as_floats(b.at(here)), as_floats(A.at(here)))
    assert math.isclose(density(w, c).at(here), law.pdf(as_floats(c.at(here))), rel_tol=1e-8)
    assert math.isclose(entropy(w).at(here), law.entropy(), rel_tol=1e-8)
    np.testing.assert_allclose(as_floats(variance(w).at(here)), as_floats(A.at(here)))


def test_separate_values_beside_scipy():
    p = vector("p", 4, "probabilities")
    here = Instance(1, "precise")
    weights = as_floats(p.at(here))
    assert math.isclose(entropy(categorical("C", probabilities=p)).at(here), scipy.stats.entropy(weights))
    assert math.isclose(expectation(categorical("C", probabilities=p)).at(here), weights @ [1, 2, 3, 4])
    assert math.isclose(entropy(poisson("N", mean=2)).at(here), scipy.stats.poisson(2).entropy(), rel_tol=1e-9)
    mass = probability(eq(poisson("N", mean=2), 40)).at(here)
    assert math.isclose(mass, scipy.stats.poisson(2).pmf(40), rel_tol=1e-9)
    assert choose(5, 2).at(Instance(0)) == 10 and choose(2, 5).at(Instance(0)) == 0
    assert math.isclose(gamma(number(7) / 2).at(here), math.gamma(3.5))


# --- lines, with what is commonly got wrong ---------------------------------------------------------------------------

sample_mean = summation(i, n, sample("x", n, of=random_scalar("P"))[i]) / n
S, T = matrix("S", 2, 2, "positive definite"), matrix("T", 2, 2, "positive definite")
p2, q2 = vector("p", 2), vector("q", 2)
w, z = normal_vector("w", 2, mean=p2, covariance=S), normal_vector("z", 2, mean=q2, covariance=T)
normal = lambda x, m, v: exp(-((x - m) ** 2 / (2 * v))) / sqrt(2 * PI * v)
posterior = 1 / (1 / s**2 + 1 / tau**2)

TRUE = {
    "the bell": (integral(exp(-(x**2) / (2 * s**2)), x), sqrt(2 * PI) * s),
    "a density": (density(X, x), bell),
    "its variance": (integral((x - mu) ** 2 * density(X, x), x), s**2),
    "an expectation": (expectation(sin(X)), integral(sin(x) * density(X, x), x)),
    "a slope": (partial(distribution(X, x), x), density(X, x)),
    "a distribution": (distribution(X, x), integral(density(X, t), t, -INFINITY, x)),
    "a quantile": (quantile(X, q), mu + s * quantile(Z, q)),
    "log-normal": (density(exp(X), r), density(X, log(r)) / r),
    "a square": (density(X**2, r), (density(X, sqrt(r)) + density(X, -sqrt(r))) / (2 * sqrt(r))),
    "chi squared": (density(Z**2, r), exp(-(r / 2)) / sqrt(2 * PI * r)),
    "a sum of two": (density(X + Y, x), normal(x, mu + m, s**2 + tau**2)),
    "the gamma function": (integral(x ** (r - 1) * exp(-x), x, 0), gamma(r)),
    "an entropy": (entropy(X), log(2 * PI * s**2) / 2 + number(1) / 2),
    "a divergence": (divergence(X, Y), log(tau / s) + (s**2 + (mu - m) ** 2) / (2 * tau**2) - number(1) / 2),
    "a posterior": (
        normal(x, t, s**2) * normal(t, m, tau**2) / integral(normal(x, u, s**2) * normal(u, m, tau**2), u),
        normal(t, posterior * (x / s**2 + m / tau**2), posterior)),
    "a series": (summation(j, (0, INFINITY), exp(-lam) * lam**j / factorial(j)), 1),
    "binomial": (probability(eq(binomial("B", trials=d, probability=q), k)), choose(d, k) * q**k * (1 - q) ** (d - k)),
    "Poisson": (probability(eq(poisson("N", mean=lam), k)), exp(-lam) * lam**k / factorial(k)),
    "a mean of a sample": (variance(sample_mean), variance(random_scalar("P")) / n),
    "chi squared, its transform": (
        expectation(exp(scalar("h", "< 1/2") * norm(gaussian("g", n, variance=1)) ** 2)),
        (1 - 2 * scalar("h", "< 1/2")) ** (-n / 2)),
    "two dimensions": (
        density(w, q2), exp(-((q2 - p2).T @ inverse(S) @ (q2 - p2) / 2)) / (2 * PI * sqrt(determinant(S)))),
    "a divergence of vectors": (
        divergence(w, z),
        (trace(inverse(T) @ S) + (q2 - p2).T @ inverse(T) @ (q2 - p2) - 2 + log(determinant(T) / determinant(S))) / 2),
    "the gradient of log det": (gradient(log(determinant(S)), S), inverse(S)),
    "its differential": (differential(log(determinant(S)), S), trace(inverse(S) @ differential(S, S))),
}  # fmt: skip

WRONG = {  # what is commonly got wrong, of some of them
    "the bell": [sqrt(PI) * s, 2 * PI * s, sqrt(2 * PI) * s**2],
    "a density": [exp((x - mu) ** 2 / (2 * s**2)) / sqrt(2 * PI * s**2),
                  exp(-((x - mu) ** 2 / (2 * s**2))) / (2 * PI * s**2),
                  exp(-((x - mu) ** 2 / s**2)) / sqrt(2 * PI * s**2), exp(-((x - mu) ** 2 / (2 * s**2)))],
    "its variance": [s],
    "log-normal": [density(X, log(r)), density(X, log(r)) * r],
    "a square": [(density(X, sqrt(r)) + density(X, -sqrt(r))) / 2, density(X, sqrt(r)) / (2 * sqrt(r))],
    "a sum of two": [normal(x, mu + m, (s + tau) ** 2)],
    "an entropy": [log(2 * PI * s**2) / 2, log(2 * PI * s**2) + 1],
    "a divergence": [log(s / tau) + (s**2 + (mu - m) ** 2) / (2 * tau**2) - number(1) / 2,
                     log(tau / s) + (tau**2 + (mu - m) ** 2) / (2 * s**2) - number(1) / 2],
    "a posterior": [normal(x, t, s**2) * normal(t, m, tau**2),
                    normal(t, posterior * (x / s**2 + m / tau**2), s**2 + tau**2)],
    "a mean of a sample": [variance(random_scalar("P")) / n**2, variance(random_scalar("P"))],
    "two dimensions": [exp(-((q2 - p2).T @ inverse(S) @ (q2 - p2) / 2)) / sqrt(2 * PI * determinant(S)),
                       exp(-((q2 - p2).T @ S @ (q2 - p2) / 2)) / (2 * PI * sqrt(determinant(S)))],
    "Poisson": [exp(-lam) * lam**k, exp(-lam) * lam**k / factorial(k + 1)],
    "the gradient of log det": [inverse(S) / 2],
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_true_lines(name):
    found = line(*TRUE[name])
    assert found.tally.rejected > 10 or name == "a series"


@pytest.mark.parametrize(("name", "wrong"), [(name, w) for name, ws in WRONG.items() for w in ws])
def test_what_is_commonly_got_wrong_is_rejected(name, wrong):
    with pytest.raises(DerivationError, match=r"is wrong|has no value"):
        line(TRUE[name][0], wrong)


def test_integrals_are_said_to_be_quadrature_and_not_proved():
    found = line(*TRUE["the bell"]).evidence
    assert found.kind == "quadrature"
    assert "integrals by quadrature, two rules of which agree to" in found.detail
    assert "near zero" not in found.detail  # numbers tiny and large were not tried


def test_the_sample_variance_is_unbiased_with_one_less():
    P, (many,) = random_scalar("P"), sizes("n", "n >= 2")
    data = sample("x", many, of=P)
    squares = summation(i, many, (data[i] - summation(j, many, data[j]) / many) ** 2)
    assert line(expectation(squares / (many - 1)), variance(P)).evidence.kind == "enumerated"
    with pytest.raises(DerivationError, match="is wrong"):
        line(expectation(squares / many), variance(P))


# --- conditions, print, refusals --------------------------------------------------------------------------------------


def test_independence_and_laws_are_printed():
    both = (
        Derivation("Test", label="test")
        .start(expectation(X**2 * Y**2))
        .equals((mu**2 + s**2) * (m**2 + tau**2), because="a case")
    )
    words = conditions_of(both.letters.stated)
    assert "$X$ and $Y$ are independent" in words
    assert r"$X$ is normal with mean $\mu$ and variance $s^{2}$" in words


def test_how_they_are_printed():
    p = define("p", x, mu, bell, given=1)
    assert p(x, mu).tex() == r"p(x \mid \mu)"
    assert integral(x + y, x, 0).tex() == r"\int_{0}^{\infty} (x + y) \,\mathrm{d}x"
    assert (integral(x, x, 0, 1) ** 2).tex() == r"\left(\int_{0}^{1} x \,\mathrm{d}x\right)^{2}"
    assert density(define("V", exp(X)), y).tex() == "f_{V}(y)"
    assert divergence(X, Y).tex() == r"D_{\mathrm{KL}}(X \,\|\, Y)"
    assert (choose(d, k) * factorial(k + 1)).tex() == r"\binom{d}{k} (k + 1)!"
    assert summation(j, (0, INFINITY), q**j).tex() == r"\sum_{j=0}^{\infty} q^{j}"
    with pytest.raises(ValueError, match="cannot stand after a bar"):
        define("p", x, bell, given=1)


def test_the_letter_under_an_integral_is_bound():
    area = integral(x * y, x, 0, 1)
    assert area.depends == {y} and isinstance(area, Integral)
    assert line(area, y / 2).tally.rejected > 5
    assert line(integral(exp(-(x**2)) * y, x), sqrt(PI) * y).tally.rejected > 5


REFUSED = {
    "infinite": (integral(1 / x, x, 1), "does not settle"),
    "a pole": (integral(1 / x, x, -1, 1), "does not settle"),
    "it grows": (integral(exp(x**2), x), "does not settle"),
    "a constant": (integral(y, x), "infinite"),
    "no end": (integral(x, x, INFINITY, 0), "has no end on one side"),
    "a series": (summation(j, INFINITY, number(1) / j), "a series does not settle"),
    "a series that grows": (summation(j, INFINITY, 2**j), "a series does not settle"),
    "a moment": (expectation(student("T", degrees=2) ** 2), "no finite moment 2"),
    "a moment of F": (expectation(fisher("F", first=1, second=2)), "no finite moment 1"),
    "several letters": (density(exponential("A") + exponential("B"), x), "write its density as an integral"),
    "no quantile": (quantile(X, number(2)), "between 0 and 1"),
    "a covariance that is none": (
        density(normal_vector("w", 2, covariance=-S), p2), "not positive definite"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_found_says_why(name):
    expression, why = REFUSED[name]
    with pytest.raises(ArithmeticError, match=why):
        expression.at(Instance(0, "precise"))


def test_what_makes_no_sense_is_refused():
    for make, why in (
        (lambda: integral(x, i), "no number that could be integrated over"),
        (lambda: integral(x, x, p2, 1), "an integral ends at numbers"),
        (lambda: density(poisson("N", mean=lam), k), "it has probabilities"),
        (lambda: density(x, y), "is not random"),
        (lambda: density(w, x), "of two numbers"),
        (lambda: quantile(random_scalar("R"), q), "no letter of a known law"),
        (lambda: entropy(random_scalar("R")), "no letter of a law with a name"),
        (lambda: divergence(X, poisson("N", mean=lam)), "only one has a density"),
        (lambda: normal_vector("w", 2, covariance=inverse(matrix("B", 3, 3))), "the covariance of w"),
        (lambda: student("T", degrees=m), "declare"),
        (lambda: sample("x", n, of=X), "of which a law could be copied"),
        (lambda: factorial(p2), "a factorial is of numbers"),
    ):
        with pytest.raises(ShapeError, match=why):
            make()
    with pytest.raises(NoDerivative, match="found as a difference"):
        partial(density(exp(X), r), r).at(Instance(0, "precise"))


def test_symmetry_is_all_that_is_known_of_a_symmetric_law():
    R = symmetric("R")
    for seed in range(3):
        here = Instance(seed)
        assert expectation(R**3).at(here) == 0
        assert probability(-a >= R).at(here) == probability(a <= R).at(here)
    with pytest.raises(DerivationError, match="is wrong"):
        line(expectation(R**4), 3 * variance(R) ** 2)
