"""What others got wrong: every true formula is accepted, every wrong one is rejected, by the same check."""

import pytest

from derived.algebra import *
from derived.derivation import Derivation, DerivationError
from derived.derivation.checks import Check
from derived.derivation.claims import equality
from derived.derivation.proofs import Proofs

n, p, m = sizes("n p m")
i, j, t = index("i"), index("j"), index("t")
X, y, w = matrix("X", n, p, "full column rank"), vector("y", n), vector("w", p)
A, v, c = matrix("A", p, p), vector("v", p), vector("c", p)
lam, eta = scalar("lambda", "positive"), scalar("eta", "positive")
sigma = scalar("sigma", "positive")


def rss_of(weights):
    return norm(y - X @ weights) ** 2


# scalar least squares
xs = vector("x", n)
a, b = scalar("a"), scalar("b")
x_bar, y_bar = define("x_bar", summation(i, n, xs[i]) / n), define("y_bar", summation(i, n, y[i]) / n)
J = define("J", a, b, summation(i, n, (y[i] - a - b * xs[i]) ** 2))
S_xx = summation(i, n, (xs[i] - x_bar) ** 2)
S_xy = summation(i, n, (xs[i] - x_bar) * (y[i] - y_bar))

# the linear model
eps = noise("varepsilon", n, variance=sigma**2)
Y = define("y", X @ w + eps)
w_hat = define("w_hat", inverse(X.T @ X) @ X.T @ Y)
P = define("P", X @ inverse(X.T @ X) @ X.T)

# logistic and softmax
label, margin = vector("y", n, "binary"), vector("s", n, "a sign")
q = sigmoid(X @ w)
entropy = -summation(i, n, label[i] * log(sigmoid(X[i].T @ w)) + (1 - label[i]) * log(1 - sigmoid(X[i].T @ w)))
z, s = vector("z", p), scalar("z")
logistic = define("sigma", s, 1 / (1 + exp(-s)))

# two layers
h, o = vector("a", n), vector("t", m)
W1, W2 = matrix("W_1", p, n), matrix("W_2", m, p)
z1 = define("z_1", W1 @ h)
a1 = define("a_1", tanh(z1))
loss2 = norm(W2 @ a1 - o) ** 2
delta2 = define("delta_2", 2 * (W2 @ a1 - o))
slope1 = ones(p) - hadamard(tanh(z1), tanh(z1))

# recurrences and optimizers
g = vector("g", 6)
beta1, beta2 = scalar("beta_1", "between 0 and 1"), scalar("beta_2", "between 0 and 1")
step = scalar("t", "whole")
mean = sequence("m")
mean.recur(t, start=0, step=beta1 * mean[t - 1] + (1 - beta1) * g[t])
grad0 = scalar("g")
constant = sequence("m")
constant.recur(t, start=0, step=beta1 * constant[t - 1] + (1 - beta1) * grad0)
theta, velocity, mu = scalar("theta"), scalar("v"), scalar("mu", "between 0 and 1")
f = smooth("f", scalar("u"))
decayed = theta - eta * (grad0 + lam * theta)
curvature = scalar("h", "positive")

# bias and variance
prediction, fresh = random_scalar("f_hat"), noise("varepsilon", variance=sigma**2)
truth = scalar("f")

# mini-batch
N = 3
data = vector("x", N)
rows = drawn_rows("k", 2, number(N))
batch_mean = (data[rows[1]] + data[rows[2]]) / 2
mu_all = define("mu", summation(i, N, data[i]) / N)
var_all = define("s_2", summation(i, N, (data[i] - mu_all) ** 2) / N)

space = Space("omega", 5)
D, T = random_scalar("D", space, "binary"), random_scalar("T", space, "binary")

k_, kernel = scalar("k", "whole"), scalar("alpha", "between 0 and 1")
H = matrix("H", p, p, "positive definite")
quadratic = define("q", w, number(1) / 2 * w.T @ H @ w - c.T @ w)

PAIRS = {
    "normal equations, a factor lost": (gradient(rss_of(w), w), 2 * X.T @ (X @ w - y), X.T @ (X @ w - y)),
    "normal equations, the sign turned": (gradient(rss_of(w), w), 2 * X.T @ (X @ w - y), 2 * X.T @ (y - X @ w)),
    "the loss, the cross term counted once": (
        rss_of(w), y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w, y.T @ y - w.T @ X.T @ y + w.T @ X.T @ X @ w),
    "least squares, the inverse lost": (
        argmin(rss_of(w), w), inverse(X.T @ X) @ X.T @ y, (X.T @ X) @ X.T @ y),
    "intercept substituted with the wrong sign": (
        substitute(partial(J(a, b), b), a, y_bar - b * x_bar),
        -2 * summation(i, n, xs[i] * ((y[i] - y_bar) - b * (xs[i] - x_bar))),
        -2 * summation(i, n, xs[i] * ((y[i] - y_bar) - b * (xs[i] + x_bar)))),
    "slope, numerator and means mixed": (S_xy, summation(i, n, xs[i] * y[i]) - n * x_bar * y_bar,
                                         summation(i, n, xs[i] * y[i]) - x_bar * y_bar),
    "S_xx without its square": (S_xx, summation(i, n, xs[i] ** 2) - n * x_bar**2,
                                summation(i, n, xs[i] ** 2) - n * x_bar),
    "Hessian without its factor": (hessian_of(rss_of(w), w), 2 * X.T @ X, X.T @ X),
    "quadratic form, taken as symmetric": (gradient(v.T @ A @ v, v), (A + A.T) @ v, 2 * A @ v),
    "quadratic form, the transpose only": (gradient(v.T @ A @ v, v), (A + A.T) @ v, 2 * A.T @ v),
    "linear form, transposed Jacobian": (jacobian_of(A @ v, v), A, A.T),
    "trace derivative, transpose lost": (gradient(trace(A @ A), A), 2 * A.T, 2 * A),
    "variance of the estimate, inverse lost": (variance(w_hat), sigma**2 * inverse(X.T @ X), sigma**2 * X.T @ X),
    "variance of the estimate, σ for σ²": (variance(w_hat), sigma**2 * inverse(X.T @ X), sigma * inverse(X.T @ X)),
    "residual variance, n for n − p": (
        expectation(norm(Y - P @ Y) ** 2), (n - p) * sigma**2, n * sigma**2),
    "residual variance, n − 1 for n − p": (
        expectation(norm(Y - P @ Y) ** 2), (n - p) * sigma**2, (n - 1) * sigma**2),
    "SVD, singular values not squared": None,
    "ridge, λ for nλ": (
        gradient(rss_of(w) / n + lam * norm(w) ** 2, w), 2 / n * (X.T @ (X @ w - y) + n * lam * w),
        2 / n * (X.T @ (X @ w - y) + lam * w)),
    "ridge, identity with the wrong sign": (
        argmin(rss_of(w) + lam * norm(w) ** 2, w), inverse(X.T @ X + lam * identity(p)) @ X.T @ y,
        inverse(X.T @ X - lam * identity(p)) @ X.T @ y),
    "ridge, λ squared": (
        argmin(rss_of(w) + lam * norm(w) ** 2, w), inverse(X.T @ X + lam * identity(p)) @ X.T @ y,
        inverse(X.T @ X + lam**2 * identity(p)) @ X.T @ y),
    "logistic gradient, the sign turned": (gradient(entropy, w), X.T @ (q - label), X.T @ (label - q)),
    "logistic gradient, not transposed": (gradient(entropy, w), X.T @ (q - label), X.T @ (X @ w - label)),
    "logistic Hessian, one factor of the slope lost": (
        hessian_of(entropy, w), X.T @ diag(hadamard(q, ones(n) - q)) @ X, X.T @ diag(q) @ X),
    "sigmoid derivative with its square": (logistic.derivative(s), logistic(s) * (1 - logistic(s)),
                                           logistic(s) * (1 - logistic(s) ** 2)),
    "sigmoid of the negative": (logistic(-s), 1 - logistic(s), logistic(s) - 1),
    "log-odds upside down": (log(logistic(s) / (1 - logistic(s))), s, -s),
    "softmax Jacobian without its off-diagonal": (
        jacobian_of(softmax(z), z), diag(softmax(z)) - softmax(z) @ softmax(z).T,
        diag(softmax(z)) - diag(hadamard(softmax(z), softmax(z)))),
    "log-sum-exp, its gradient not normalized": (gradient(logsumexp(z), z), softmax(z), exp(z)),
    "back-propagation with the weight of the wrong layer": (
        gradient(loss2, W1), hadamard(W2.T @ delta2, slope1) @ h.T, hadamard(W1 @ h, slope1) @ h.T),
    "back-propagation with z for a": (gradient(loss2, W2), delta2 @ a1.T, delta2 @ z1.T),
    "back-propagation, the slope forgotten": (
        gradient(loss2, W1), hadamard(W2.T @ delta2, slope1) @ h.T, (W2.T @ delta2) @ h.T),
    "tanh slope without its square": (tanh(s) ** 2 + 0, tanh(s) ** 2, tanh(s)),
    "chain rule, the inner derivative lost": (
        define("g", s, f(s**2)).derivative(s), f.derivative(s**2) * (2 * s), f.derivative(s**2)),
    "chain rule, the outer at the wrong point": (
        define("g", s, f(s**2)).derivative(s), f.derivative(s**2) * (2 * s), f.derivative(s) * (2 * s)),
    "moving average, a power too many": (
        mean[step], (1 - beta1) * summation(i, step, beta1 ** (step - i) * g[i]),
        (1 - beta1) * summation(i, step, beta1 ** (step - i + 1) * g[i])),
    "Adam without hats": (constant[step] / (1 - beta1**step), grad0, constant[step]),
    "Adam, t from 0": (constant[step], (1 - beta1**step) * grad0, (1 - beta1 ** (step - 1)) * grad0),
    "Adam, the other β": (constant[step], (1 - beta1**step) * grad0, (1 - beta2**step) * grad0),
    "AdamW without λ": (decayed, (1 - eta * lam) * theta - eta * grad0, (1 - eta) * theta - eta * grad0),
    "weight decay without η": (decayed, (1 - eta * lam) * theta - eta * grad0, (1 - lam) * theta - eta * grad0),
    "Nesterov without the look-ahead": (
        substitute(partial(curvature * theta**2 / 2, theta), theta, theta + mu * velocity),
        curvature * (theta + mu * velocity), curvature * theta),
    "Adadelta with the average at t for t − 1": (
        mean[step - 1], (1 - beta1) * summation(i, step - 1, beta1 ** (step - 1 - i) * g[i]), mean[step]),
    "gradient step on a quadratic, ½ forgotten": (
        gradient(quadratic(w), w), H @ w - c, 2 * H @ w - c),
    "Newton step, the sign turned": (argmin(quadratic(w), w), w - inverse(H) @ (H @ w - c),
                                     w + inverse(H) @ (H @ w - c)),
    "bias and variance without the noise": (
        expectation((truth + fresh - prediction) ** 2),
        sigma**2 + (truth - expectation(prediction)) ** 2 + variance(prediction),
        (truth - expectation(prediction)) ** 2 + variance(prediction)),
    "bias not squared": (
        expectation((truth - prediction) ** 2),
        (truth - expectation(prediction)) ** 2 + variance(prediction),
        (truth - expectation(prediction)) + variance(prediction)),
    "mini-batch variance, σ²/B²": (variance(batch_mean), var_all / 2, var_all / 4),
    "Bayes, upside down": (
        probability(eq(D, 1), eq(T, 1)),
        probability(eq(T, 1), eq(D, 1)) * probability(eq(D, 1)) / probability(eq(T, 1)),
        probability(eq(T, 1), eq(D, 1)) * probability(eq(T, 1)) / probability(eq(D, 1))),
    "variance, the mean's square forgotten": (
        variance(prediction), expectation(prediction**2) - expectation(prediction) ** 2,
        expectation(prediction**2) - expectation(prediction)),
    "geometric series, one term short": (
        summation(i, (0, k_ - 1), kernel**i), (1 - kernel**k_) / (1 - kernel), (1 - kernel ** (k_ - 1)) / (1 - kernel)),
}  # fmt: skip
U, V = matrix("U", n, p, "orthonormal"), matrix("V", p, p, "orthonormal")
S = matrix("Sigma", p, p, "diagonal", "positive")
X_svd = define("X", U @ S @ V.T)
PAIRS["SVD, singular values not squared"] = (X_svd.T @ X_svd, V @ S**2 @ V.T, V @ S @ V.T)


@pytest.mark.parametrize("name", PAIRS)
def test_true_is_accepted_and_wrong_is_rejected(name):
    before, right, wrong = PAIRS[name]
    assert _verdict(before, right) is None
    assert "is wrong" in _verdict(before, wrong)


def _verdict(before, formula):
    """What the engine says of a line, its misprints aside: they are another test's matter."""
    try:
        Check("The pair", formula, equality(before), (before, formula), ()).evidence()
    except DerivationError as problem:
        return str(problem)
    return None


def test_there_are_forty_pairs():
    assert len(PAIRS) >= 40


def test_kkt_multiplier_of_the_wrong_sign():
    # min ‖w − c‖² subject to vᵀw ≤ 0, where vᵀc > 0 so that the constraint binds: w = c − (λ/2) v, λ = 2 vᵀc / ‖v‖².
    solution = {w: c - (v.T @ c) / norm(v) ** 2 * v}
    stationary = gradient(norm(w - c) ** 2, w)
    multiplier = 2 * (v.T @ c) / norm(v) ** 2
    Derivation("KKT", label="kkt").holds(eq(stationary + multiplier * v, 0), because="stationary", at=solution)
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation("KKT", label="kkt").holds(eq(stationary - multiplier * v, 0), because="stationary", at=solution)


REFUSED = {
    "the hinge, its kink at 0": lambda d: d.start(relu(1 - s)).equals(cases((1 - s, s < 0), otherwise=0), because="r"),
    "absolute value, far from zero only": lambda d: d.start(absolute(s)).equals(
        cases((s, s > 100), otherwise=-s), because="r"),
    "the rectifier, from 5 on": lambda d: d.start(relu(s)).equals(cases((s, s > 5), otherwise=0), because="r"),
    "an indicator, from 3 on": lambda d: d.start(indicator(s > 0)).equals(indicator(s > 3), because="r"),
    "the soft threshold, one too far": lambda d: d.start(sign(s) * relu(absolute(s) - lam)).equals(
        cases((s - lam, s > lam + 1), (s + lam, s < -lam), otherwise=0), because="r"),
    "a product with an indicator, one side seen": lambda d: d.start(
        scalar("d_1") * indicator(scalar("d_1") > 0)).equals(scalar("d_1"), because="r"),
    "an inequality solved as its equation": lambda d: d.start(s <= 3).iff(eq(s, 3), because="r", solve=s),
    "an inequality with a factor solved so": lambda d: d.start(a * s <= b).iff(eq(s, b / a), because="r", solve=s),
    "an inequality in a system solved so": lambda d: d.start(all_of(eq(a + b, 5), a <= 2)).implies(
        eq(b, 3), because="r", solve=[a, b]),
    "the truth of an equation, compared with 0": lambda d: d.start(eq(a, b)).equals(0, because="r"),
    "the same after an equivalence": lambda d: d.start(eq(2 * a - 6, 0)).iff(
        eq(a, 3), because="r", solve=a).equals(0, because="r"),
    "the truth of an identity, compared with 1": lambda d: d.holds(
        eq((a + b) ** 2, a**2 + 2 * a * b + b**2), because="r").equals(1, because="r"),
    "a bound on a normal moment": lambda d: d.start(expectation(gaussian("g", variance=lam) ** 4)).at_most(
        2 * lam**2, because="r", tight={lam: number(0)}),
    "a relation between normal moments": lambda d: d.holds(
        eq(expectation(gaussian("g", variance=lam) ** 2), 2 * lam), because="r"),
    "an assumption on a normal moment": lambda d: d.assume(
        eq(expectation(gaussian("g", variance=lam) ** 2), 2 * lam), because="r"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_false_lines_that_once_passed(name):
    with pytest.raises((DerivationError, ShapeError)):
        REFUSED[name](Derivation("An attack", label="attack"))


def test_indeterminates_have_no_order():
    # In SymPy's fields of fractions, x > 1000 compares monomials, and is true.
    for left, right in [
        (relu(1 - s), cases((1 - s, s < 0), otherwise=0)),
        (indicator(s > 0), indicator(s > 3)),
        (sign(s), number(1)),
        (absolute(s), s),
        (maximum(i, 2, z[i]), z[1]),
        (cases((1, eq(s, a)), otherwise=0), number(0)),
    ]:
        assert not Proofs().equal(left, right, {})
    assert Proofs().equal(summation(j, 3, indicator(j > 1)), number(2), {})
    assert Proofs().equal(indicator(lam > -1), number(1), {})


small, other = scalar("s", "positive"), scalar("t", "positive")
q_ = vector("q", p, "positive")
Q1, Q2 = matrix("Q_1", 2, 2, "orthonormal"), matrix("Q_2", 2, 2, "orthonormal")
thin = matrix("R", n, p, "rank deficient")
REFUTED = {
    "a parabola below zero": lambda d: d.start(s * (1 - s)).at_most(0, because="r", tight={s: number(1)}),
    "one over a positive number": lambda d: d.start(1 / small).at_most(1, because="r", tight={small: number(1)}),
    "one over more than one": lambda d: d.start(1 / (1 + small)).at_most(
        number(1) / 2, because="r", tight={small: number(1)}),
    "a sum below a product": lambda d: d.start(small + other - 1).at_most(
        small * other, because="r", tight={other: number(1)}),
    "a sum below a sum of squares": lambda d: d.start(ones(p).T @ q_).at_most(
        norm(q_) ** 2, because="r", tight={q_: ones(p)}),
    "the rectifier of whole numbers": lambda d: d.start(relu(s)).equals(relu(s + 1) - indicator(s > 0), because="r"),
    "the fourth moment of noise, from its third": lambda d: d.start(expectation(fresh**4) - sigma**4).equals(
        expectation(fresh**3) ** 2 / sigma**2, because="r"),
    "≤ for <, up to a rate": lambda d: d.start(-log(absolute(1 - small * other)) > 0).iff(
        small <= 2 / other, because="r"),
    "eigenvalues of at least one": lambda d: d.start(norm(v) ** 2).at_most(
        v.T @ H @ v, because="r", tight={H: identity(p)}),
    "inverses of eigenvalues of at least one": lambda d: d.start(trace(inverse(H))).at_most(
        p, because="r", tight={H: identity(p)}),
    "turns that commute in the plane, mirrored too": lambda d: d.start(Q1 @ Q2).equals(Q2 @ Q1, because="r"),
    "a rank of one less": lambda d: d.start(trace(identity(p) - pseudo_inverse(thin) @ thin)).equals(1, because="r"),
    "a number that is not negative, taken as positive": lambda d: d.start(
        sign(scalar("u", "nonnegative"))).equals(1, because="r"),
    "> for ≥": lambda d: d.start(a > b).iff(a >= b, because="r"),
    "a sign without its zero": lambda d: d.start(sign(s)).equals(cases((1, s >= 0), otherwise=-1), because="r"),
    "a tie counted once": lambda d: d.start(indicator(a >= b) + indicator(b >= a)).equals(1, because="r"),
    "a factor canceled that may be zero": lambda d: d.start(eq(a * s, a * b)).iff(eq(s, b), because="r", solve=s),
    "a matrix canceled that may have dependent columns": lambda d: d.start(
        eq(X_any.T @ X_any @ w, X_any.T @ X_any @ v)).iff(eq(w, v), because="r", solve=w),
}  # fmt: skip
X_any = matrix("X_0", n, p)
REFUTED |= {name: REFUSED[name] for name in list(REFUSED)[:6]}


@pytest.mark.parametrize("name", REFUTED)
def test_false_lines_are_refuted_where_things_are_small_equal_or_zero(name):
    with pytest.raises(DerivationError, match="is wrong"):
        REFUTED[name](Derivation("An attack", label="attack"))


def test_true_lines_pass_where_things_are_equal_or_zero():
    strict = indicator(s > 0)
    assert _verdict(indicator(relu(s) + exp(b) > exp(b)), strict) is None  # < of floats that are equal is false
    assert _verdict(cases((log(a**2), a < 0), otherwise=2 * log(absolute(a))), log(a**2)) is None  # but for a = 0


TRUE = {
    "a square against a size": lambda d: d.start(s**2 >= 1).iff(
        absolute(s) >= 1, because="r", same={r"\left\lvert z^{2} \right\rvert \ge 1": "as z² is"}),
    "a logarithm rises": lambda d: d.start(log(small) < log(other)).iff(small < other, because="r"),
    "a triangle in the plane": lambda d: d.start(norm(v - w) <= norm(v)).iff(norm(w) ** 2 <= 2 * v.T @ w, because="r"),
    "Cauchy and Schwarz": lambda d: d.start((v.T @ w) ** 2).at_most(
        norm(v) ** 2 * norm(w) ** 2, because="r", tight={v: w}),
    "two means": lambda d: d.start(sqrt(small * other)).at_most((small + other) / 2, because="r", tight={small: other}),
    "the slope of the rectifier": lambda d: d.start(partial(relu(s), s)).equals(indicator(s > 0), because="r"),
    "a sign and its opposite": lambda d: d.start(indicator(X[1].T @ w >= 0)).equals(
        1 - indicator(-X[1].T @ w > 0), because="r"),
    "a factor canceled that is positive": lambda d: d.start(eq(lam * s, lam * b)).iff(eq(s, b), because="r", solve=s),
    "a matrix canceled that has independent columns": lambda d: d.start(
        eq(X.T @ X @ w, X.T @ X @ v)).iff(eq(w, v), because="r", solve=w),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_true_lines_pass_where_things_are_small_equal_or_zero(name):
    assert TRUE[name](Derivation("A truth", label="truth")).lines
