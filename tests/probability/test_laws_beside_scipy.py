"""The laws, Bayes' theorem and the divergences beside SciPy, and what they refuse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from derived import probability as pr

x = np.array([-7.0, -1.0, -0.2, 0.0, 0.3, 1.0, 2.5, 9.0, 60.0])
k = np.array([-1.0, 0.0, 1.0, 2.0, 2.5, 7.0, 40.0, 300.0])
shares = np.array([0.0, 1e-9, 0.2, 0.5, 0.7, 1 - 1e-9, 1.0])

COUNTS = {
    "Binomial": (pr.Binomial(40, 0.3), stats.binom(40, 0.3)),
    "Binomial of many": (pr.Binomial(1000, 0.29), stats.binom(1000, 0.29)),
    "Binomial, never": (pr.Binomial(5, 0.0), stats.binom(5, 0.0)),
    "Binomial, always": (pr.Binomial(7, 1.0), stats.binom(7, 1.0)),
    "Bernoulli": (pr.Bernoulli(0.01), stats.bernoulli(0.01)),
    "Poisson": (pr.Poisson(7.3), stats.poisson(7.3)),
    "Poisson, never": (pr.Poisson(0), stats.poisson(0)),
}
DENSITIES = {
    "Normal": (pr.Normal(1, 4), stats.norm(1, 2)),
    "Uniform": (pr.Uniform(-1, 2.5), stats.uniform(-1, 3.5)),
    "Exponential": (pr.Exponential(0.4), stats.expon(scale=2.5)),
    "Laplace": (pr.Laplace(0.3, 2), stats.laplace(0.3, 2)),
}


@pytest.mark.parametrize("name", COUNTS)
def test_laws_of_whole_numbers_are_scipys(name):
    ours, theirs = COUNTS[name]
    np.testing.assert_allclose(ours.probability(k), theirs.pmf(k), rtol=1e-11, atol=1e-300)
    np.testing.assert_allclose(ours.below(k), theirs.cdf(k), rtol=1e-12)
    assert (ours.mean, ours.variance) == pytest.approx((theirs.mean(), theirs.var()))
    assert ours.probability(2.5) == 0


@pytest.mark.parametrize("name", DENSITIES)
def test_laws_with_a_density_are_scipys(name):
    ours, theirs = DENSITIES[name]
    np.testing.assert_allclose(ours.density(x), theirs.pdf(x), rtol=1e-12)
    np.testing.assert_allclose(ours.log_density(x), theirs.logpdf(x), rtol=1e-12)
    np.testing.assert_allclose(ours.below(x), theirs.cdf(x), rtol=1e-12)
    np.testing.assert_allclose(ours.quantile(shares), theirs.ppf(shares), rtol=1e-12)
    assert (ours.mean, ours.variance) == pytest.approx((theirs.mean(), theirs.var()))


@pytest.mark.parametrize("name", [*COUNTS, *DENSITIES])
def test_drawn_numbers_follow_the_law(name):
    ours, theirs = (COUNTS | DENSITIES)[name]
    drawn = ours.draw(np.random.default_rng(1), 4000)
    assert drawn.shape == (4000,)
    gap = np.abs(np.mean(drawn[:, np.newaxis] <= np.unique(drawn), axis=0) - theirs.cdf(np.unique(drawn))).max()
    assert gap < 1.95 / np.sqrt(4000)  # Kolmogorov's bound, exceeded once in a thousand times
    assert abs(drawn.mean() - ours.mean) <= 4 * np.sqrt(ours.variance / 4000)


def test_bernoulli_is_a_binomial_of_one():
    assert repr(pr.Bernoulli(0.25)) == "Bernoulli(p=0.25)"
    assert pr.Bernoulli(0.25).variance == pr.Binomial(1, 0.25).variance


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: pr.Binomial(2.5, 0.1), "n must be a whole number"),
        (lambda: pr.Binomial(2, 1.1), "it is a probability"),
        (lambda: pr.Poisson(-1), "how many come on average"),
        (lambda: pr.Normal(0, 0), "square of the standard deviation"),
        (lambda: pr.Uniform(1, 1), "where the interval ends"),
        (lambda: pr.Exponential(0), "rate must be a number above 0"),
        (lambda: pr.Laplace(0, -1), "scale must be a number above 0"),
        (lambda: pr.Normal().quantile(1.5), "is no probability"),
        (lambda: pr.posterior([0.5, 0.6], [1, 1]), "adds up to 1.1"),
        (lambda: pr.posterior([0.5, 0.5], [1, -1]), "zero or more"),
        (lambda: pr.posterior([0.5, 0.5], [0, 0]), "probability zero under every cause"),
        (lambda: pr.kl_divergence([0.5, 0.4], [0.5, 0.5]), "p adds up to 0.9"),
        (lambda: pr.Gaussian([0, 0], [[1, 2], [0, 1]]), "is symmetric"),
        (lambda: pr.Gaussian([0, 0], [[1, 2], [2, 1]]), "not positive definite"),
        (lambda: pr.Gaussian([0, 0], [[1.0]]), r"\(p,\) and \(p, p\) are needed"),
        (lambda: pr.Gaussian([0, 0], np.eye(2)).given([2], [1]), "places 0 to 1"),
        (lambda: pr.Gaussian([0, 0], np.eye(2)).given([1, 0], [1, 1]), "not all"),
        (lambda: pr.Gaussian([0, 0], np.eye(2)).given([0.5], [1]), "places"),
        (lambda: pr.Gaussian([0, 0], np.eye(2)).given([1], [1, 2]), "one for each"),
        (lambda: pr.Gaussian([0, 0], np.eye(2)).log_density([1, 2, 3]), "rows of 2 numbers"),
        (lambda: pr.fit_gaussian([[1, 2]]), "1 rows are too few for 2 columns: leave columns out, or give more rows"),
        (lambda: pr.fit_gaussian([[1, 2], [2, 4], [3, 6]]), "columns depend on each other about their means"),
        (lambda: pr.fit_gaussian([[0.1, 7e9], [0.2, 7e9 + 1], [0.3, 7e9 + 2]]), "columns depend on each other"),
        (lambda: pr.fit_gaussian([[0.1, 1], [0.1, 5], [0.1, 3]]), "column 0 does not vary"),
        (lambda: pr.normal_posterior(3, [1.0], 1), r"prior must be a Normal\(mean, variance\), not 3"),
    ],
)
def test_what_is_no_law_is_refused(make, said):
    with pytest.raises(ValueError, match=said):
        make()


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0.01, 1)), min_size=1, max_size=6), st.floats(0.01, 0.99))
@settings(deadline=None)
def test_bayes_is_the_same_at_once_and_step_by_step(likelihoods, share):
    prior = np.array([share, 1 - share])
    stepwise = prior
    for likelihood in likelihoods:
        stepwise = pr.posterior(stepwise, likelihood)
    at_once = pr.posterior(prior, likelihoods)
    np.testing.assert_allclose(at_once, stepwise, rtol=1e-9)
    products = prior * np.prod(likelihoods, axis=0)
    np.testing.assert_allclose(at_once, products / products.sum(), rtol=1e-9)


def test_bayes_does_not_underflow():
    many = np.tile([1e-5, 2e-5], (500, 1))
    np.testing.assert_allclose(pr.posterior([0.5, 0.5], many), [0, 1], atol=1e-140)


def test_the_normal_posterior_is_that_of_a_fine_grid():
    prior, seen, variance = pr.Normal(1, 2), np.array([0.5, 3.0, 2.2]), 1.5
    grid = np.linspace(-12, 14, 20001)
    height = prior.density(grid) * np.prod([pr.Normal(s, variance).density(grid) for s in seen], axis=0)
    height /= height.sum()
    found = pr.normal_posterior(prior, seen, variance)
    mean = (grid * height).sum()
    assert found.mean == pytest.approx(mean, rel=1e-9)
    assert found.variance == pytest.approx(((grid - mean) ** 2 * height).sum(), rel=1e-8)


S = np.array([[2.0, 0.6, 0.1], [0.6, 1.0, -0.3], [0.1, -0.3, 0.7]])
LAW = pr.Gaussian([1, -1, 0.5], S)


def test_the_gaussian_is_scipys():
    rows = np.random.default_rng(0).normal(size=(5, 3))
    theirs = stats.multivariate_normal(LAW.mean, S)
    np.testing.assert_allclose(LAW.log_density(rows), theirs.logpdf(rows), rtol=1e-12)
    np.testing.assert_allclose(LAW.log_density(rows[0]), theirs.logpdf(rows[0]), rtol=1e-12)
    assert LAW.log_determinant == pytest.approx(np.linalg.slogdet(S)[1])
    assert pr.Gaussian(np.zeros(400), 1e-3 * np.eye(400)).log_determinant == pytest.approx(-400 * np.log(1000))


def test_the_gaussian_of_one_number_is_normal():
    law = pr.Gaussian([1.0], [[4.0]])
    np.testing.assert_allclose(law.log_density(x[:, np.newaxis]), pr.Normal(1, 4).log_density(x), rtol=1e-12)


def test_what_is_known_divides_the_density():
    """The density of all is that of the known ones times that of the others, given these."""
    law = LAW.given([0, 2], [0.3, 1.1])
    margin = pr.Gaussian(LAW.mean[[0, 2]], S[np.ix_([0, 2], [0, 2])])
    for second in (-2.0, 0.0, 1.7):
        whole = LAW.log_density([0.3, second, 1.1])
        assert whole == pytest.approx(margin.log_density([0.3, 1.1]) + law.log_density([second]), rel=1e-12)


def test_the_fitted_gaussian_is_the_most_probable_one():
    rows = LAW.draw(np.random.default_rng(2), 200)
    best = pr.fit_gaussian(rows)
    np.testing.assert_allclose(best.covariance, np.cov(rows.T, bias=True), rtol=1e-12)
    most = best.log_density(rows).sum()
    for scale in (0.98, 1.02):
        assert pr.Gaussian(best.mean, scale * best.covariance).log_density(rows).sum() < most
        assert pr.Gaussian(scale * best.mean, best.covariance).log_density(rows).sum() < most


def test_drawn_rows_have_the_covariances():
    rows = LAW.draw(np.random.default_rng(4), 20_000)
    np.testing.assert_allclose(rows.mean(axis=0), LAW.mean, atol=0.05)
    np.testing.assert_allclose(np.cov(rows.T), S, atol=0.06)


@given(st.lists(st.floats(0.001, 1), min_size=3, max_size=3), st.lists(st.floats(0.001, 1), min_size=3, max_size=3))
@settings(deadline=None)
def test_divergences_are_scipys_and_not_negative(raw_p, raw_q):
    p, q = (np.array(raw) / np.sum(raw) for raw in (raw_p, raw_q))
    assert pr.entropy(p) == pytest.approx(stats.entropy(p), rel=1e-9, abs=1e-12)
    assert pr.kl_divergence(p, q) == pytest.approx(stats.entropy(p, q), rel=1e-6, abs=1e-12)
    assert pr.kl_divergence(p, q) >= -1e-15
    assert pr.entropy(p) <= np.log(3) + 1e-12


def test_the_divergence_where_something_is_impossible():
    assert pr.kl_divergence([0.5, 0.5, 0.0], [0.5, 0.5, 0.0]) == 0
    assert pr.kl_divergence([1.0, 0.0], [0.5, 0.5]) == pytest.approx(np.log(2))
    assert pr.kl_divergence([0.5, 0.5], [1.0, 0.0]) == np.inf


def test_the_divergence_of_normals_is_that_of_fine_steps():
    p, q = pr.Normal(1, 2), pr.Normal(-0.5, 3.5)
    grid = np.linspace(-30, 30, 40001)
    step = grid[1] - grid[0]
    steps = (p.density(grid) * (p.log_density(grid) - q.log_density(grid))).sum() * step
    assert pr.kl_of_normals(p, q) == pytest.approx(steps, rel=1e-9)
    assert pr.kl_of_normals(p, p) == 0
    with pytest.raises(ValueError, match=r"must be Normal\(mean, variance\), not \(0, 1\)"):
        pr.kl_of_normals(p, (0, 1))
    assert pr.kl_of_normals(p, q) != pytest.approx(pr.kl_of_normals(q, p))


def test_units_do_not_make_columns_dependent():
    X = np.random.default_rng(0).standard_normal((9, 3)) * [1e-9, 1, 1e9]
    np.testing.assert_allclose(pr.fit_gaussian(X).covariance, np.cov(X.T, bias=True), rtol=1e-10)
