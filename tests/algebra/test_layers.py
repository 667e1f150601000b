"""Networks of any depth whose layers differ in width, batches, normalization, attention; what is got wrong there."""

import pytest

from derived.algebra import *
from derived.derivation import Derivation, DerivationError
from derived.derivation.conditions import conditions_of
from tests.names import show

d, t = widths("d"), scalar("t")
n, k = sizes("n k")
L = scalar("L", "whole", "positive")
l, i, j = index("ell", 1, L), index("i"), index("j")  # noqa: E741 (the letter of layers)
sigma = smooth("sigma", t)
W, b = family("W", d[l], d[l - 1], superscript=True), family("b", d[l], superscript=True)
x, y = vector("x", d[0]), vector("y", d[L])
eps = scalar("epsilon", "positive")


def line(before, formula):
    """The one line of a derivation, whose names were shown."""
    show(before, formula)
    return Derivation("Test", label="test").start(before).equals(formula, because="a test").lines[0]


def refused(before, formula):
    """Whether the line is called wrong, or has no value."""
    with pytest.raises(DerivationError, match=r"is wrong|has no value"):
        line(before, formula)


class Network:
    """The layers, and what is carried back, for one observation in a column."""

    def __init__(self, step=None, end=None):
        self.z, self.a, self.delta = (sequence(name, d[l], superscript=True) for name in ("z", "a", "delta"))
        z, a, delta = self.z, self.a, self.delta
        z.recur(l, step=W[l] @ a[l - 1] + b[l], first=1)
        a.recur(l, start=x, step=sigma(z[l]))
        self.J = define("J", norm(a[L] - y) ** 2 / 2)
        slope = sigma.derivative
        delta.recur(
            l,
            start=hadamard(a[L] - y, slope(z[L])) if end is None else end(self),
            step=hadamard(W[l + 1].T @ delta[l + 1], slope(z[l])) if step is None else step(self),
            last=L,
        )


def test_back_propagation_through_layers_of_different_widths():
    net = Network()
    z, a, delta, J = net.z, net.a, net.delta, net.J
    page = Derivation("Back-propagation", label="back").recur(z, because="the net input").recur(a, because="the output")
    page.define(J, because="the loss").recur(delta, because="from the last layer down")
    page.start(gradient(J, z[l])).equals(delta[l], because="the chain rule")
    page.start(gradient(J, W[l])).equals(delta[l] @ a[l - 1].T, because="the weights meet the layer before")
    page.start(gradient(J, b[l])).equals(delta[l], because="the bias is added")
    page.start(gradient(J, W[1])).equals(delta[1] @ x.T, because="the first layer sees the input")
    r, q = index("i", d[l]), index("j", d[l - 1])
    page.start(partial(J, W[l][r, q])).equals(delta[l][r] * a[l - 1][q], because="one weight")
    assert all(found.tally.rejected > 10 * len(found.tally.equal) for found in page.lines if found.tally.rejected > 8)
    said = conditions_of(page.letters.stated)
    assert r"$\mathbf{W}^{(\ell)} \in \mathbb{R}^{d_{\ell} \times d_{\ell - 1}}$" in said
    assert r"$\mathbf{x} \in \mathbb{R}^{d_{0}}$" in said and r"$\mathbf{y} \in \mathbb{R}^{d_{L}}$" in said
    assert "layers of 1 to 4" in page.lines[4].evidence.detail


WRONG = {
    "z for a in the gradient of the weights": lambda net: (gradient(net.J, W[l]), net.delta[l] @ net.z[l - 1].T),
    "no slope at the end": lambda net: (gradient(net.J, net.z[L]), net.a[L] - y),
    "the slope at a": lambda net: (
        gradient(net.J, net.z[L]), hadamard(net.a[L] - y, sigma.derivative(net.a[L]))
    ),
    "the loss without its half": lambda net: (gradient(net.J, b[l]), 2 * net.delta[l]),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_commonly_got_wrong_in_a_gradient(what):
    refused(*WRONG[what](Network()))


STEPS = {
    "no slope": lambda net: W[l + 1].T @ net.delta[l + 1],
    "the slope at a": lambda net: hadamard(W[l + 1].T @ net.delta[l + 1], sigma.derivative(net.a[l])),
    "the function for its slope": lambda net: hadamard(W[l + 1].T @ net.delta[l + 1], sigma(net.z[l])),
}


@pytest.mark.parametrize("what", STEPS)
def test_what_is_commonly_got_wrong_in_the_recurrence(what):
    net = Network(step=STEPS[what])
    refused(gradient(net.J, net.z[l]), net.delta[l])


def test_transposes_that_do_not_fit_are_refused_at_once():
    net = Network()
    for wrong in (
        lambda: W[l + 1] @ net.delta[l + 1],
        lambda: W[l].T @ net.delta[l + 1],
        lambda: hadamard(W[l + 1].T @ net.delta[l + 1], net.z[l + 1]),
        lambda: W[l] @ net.a[l] + b[l],
    ):
        with pytest.raises(ShapeError, match=r"d\(ell"):
            wrong()
    with pytest.raises(ShapeError, match=r"a\}\^\{\(\\ell\)\} is a vector of d\(ell\)"):
        sequence("a", d[l], superscript=True).recur(l, start=x, step=W[l].T @ net.z[l])
    with pytest.raises(ShapeError, match=r"a\}\^\{\(0\)\} is a vector of d\(0\)"):
        sequence("a", d[l], superscript=True).recur(l, start=y, step=sigma(net.z[l]))
    with pytest.raises(ShapeError, match=r"no place of a layer"):
        W[2 * l]
    with pytest.raises(ShapeError, match=r"its shape speaks of"):
        family("V", d[i], d[j])
    with pytest.raises(ShapeError, match=r"is no size"):
        vector("v", b[1])


def test_a_wrong_line_shows_the_numbers_of_its_layers():
    with pytest.raises(DerivationError, match=r"b of \d = \[") as told:
        line(ones(d[l]).T @ b[l], d[l] * b[l][1])
    assert "before this line" in str(told.value)


def test_widths_are_numbers_and_sizes():
    here = Instance(4)
    shapes = [W[q].at(here).shape for q in (1, 2, 3)]
    assert [rows for rows, _ in shapes[:2]] == [columns for _, columns in shapes[1:]]
    assert shapes[0] == (d[1].at(here), d[0].at(here)) and len(x.at(here)) == d[0].at(here)
    drawn = {(d[q].at(Instance(seed)), d[q + 1].at(Instance(seed))) for seed in range(60) for q in (0, 1)}
    assert len(drawn) == 16  # each of the pairs
    found = line(ones(d[l]).T @ ones(d[l]), d[l])
    assert found.tex.endswith(r"= d_{\ell}") and found.evidence.kind == "exact"
    refused(ones(d[l]).T @ ones(d[l]), d[l - 1])
    first = line(ones(d[0]).T @ x, x.T @ ones(d[0]))
    assert first.evidence.kind == "exact"  # d_0 is any size: no proof for one of them


class Batch:
    """The same for n observations in rows."""

    def __init__(self):
        self.X, self.Y = matrix("X", n, d[0]), matrix("Y", n, d[L])
        self.Z, self.A, self.Delta = (sequence(name, n, d[l], superscript=True) for name in ("Z", "A", "Delta"))
        Z, A, Delta = self.Z, self.A, self.Delta
        Z.recur(l, step=A[l - 1] @ W[l].T + ones(n) @ b[l].T, first=1)
        A.recur(l, start=self.X, step=sigma(Z[l]))
        self.J = define("J", norm(A[L] - self.Y, "F") ** 2 / (2 * n))
        Delta.recur(
            l,
            start=hadamard(A[L] - self.Y, sigma.derivative(Z[L])) / n,
            step=hadamard(Delta[l + 1] @ W[l + 1], sigma.derivative(Z[l])),
            last=L,
        )


def test_a_batch_of_rows():
    batch = Batch()
    Z, A, Delta, J = batch.Z, batch.A, batch.Delta, batch.J
    line(gradient(J, Z[l]), Delta[l])
    line(gradient(J, W[l]), Delta[l].T @ A[l - 1])
    line(summation(i, n, Delta[l][i] @ A[l - 1][i].T), Delta[l].T @ A[l - 1])
    line(gradient(J, b[l]), Delta[l].T @ ones(n))
    for wrong in (Delta[l].T @ A[l - 1] / n, n * Delta[l].T @ A[l - 1], Delta[l].T @ Z[l - 1]):
        refused(gradient(J, W[l]), wrong)  # the mean over the batch is in Δ already
    with pytest.raises(ShapeError, match="cannot be multiplied"):
        A[l - 1].T @ Delta[l] @ W[l].T


# --- normalization ----------------------------------------------------------------------------------------------------


class BatchNorm:
    """One column of a batch of some size."""

    def __init__(self, size=n, divisor=n):
        self.size, self.x, self.g = size, vector("x", size), vector("g", size)
        self.gamma, self.beta = scalar("gamma"), scalar("beta")
        self.mu = define("mu", summation(i, size, self.x[i]) / size)
        self.v = define("v", summation(i, size, (self.x[i] - self.mu) ** 2) / divisor)
        self.x_hat = define("x_hat", (self.x - self.mu * ones(size)) / sqrt(self.v + eps))
        self.J = define("J", self.g.T @ (self.gamma * self.x_hat + self.beta * ones(size)))
        self.h = self.gamma * self.g
        self.root = sqrt(self.v + eps)

    def backward(self, mean=True, spread=True, divisor=None):
        """The gradient, with or without the parts through mean and variance."""
        arrives = self.h
        if mean:
            arrives = arrives - (self.h.T @ ones(self.size)) / self.size * ones(self.size)
        if spread:
            arrives = arrives - (self.h.T @ self.x_hat) / (divisor or self.size) * self.x_hat
        return arrives / self.root


def test_batch_normalization_backwards():
    norm_ = BatchNorm()
    assert line(gradient(norm_.J, norm_.x), norm_.backward()).tally.rejected > 80
    line(partial(norm_.J, norm_.gamma), norm_.g.T @ norm_.x_hat)
    line(partial(norm_.J, norm_.beta), norm_.g.T @ ones(n))
    through_v = -summation(i, n, norm_.h[i] * (norm_.x[i] - norm_.mu)) / (2 * norm_.root**3)
    line(partial(norm_.J, norm_.v), through_v)
    refused(partial(norm_.J, norm_.v), -through_v)


def test_what_is_commonly_got_wrong_in_normalization():
    norm_ = BatchNorm()
    for wrong in (
        norm_.backward(mean=False), norm_.backward(spread=False), norm_.backward(False, False), n * norm_.backward()
    ):  # fmt: skip
        refused(gradient(norm_.J, norm_.x), wrong)
    refused(partial(norm_.J, norm_.gamma), norm_.g.T @ norm_.x)
    X, G, m = matrix("X", n, k), matrix("G", n, k), vector("m", k)
    refused(gradient(trace(G.T @ (X - ones(n) @ m.T)), m), -G.T @ ones(n) / n)


def test_the_variance_with_one_less():
    (several,) = sizes("N", "N >= 2")
    unbiased = BatchNorm(several, several - 1)
    line(gradient(unbiased.J, unbiased.x), unbiased.backward(divisor=several - 1))
    refused(gradient(unbiased.J, unbiased.x), unbiased.backward())


def test_a_batch_is_normalized_column_by_column():
    X, gamma, q = matrix("X", n, k), vector("gamma", k), index("q")
    center = X - ones(n) @ (X.T @ ones(n) / n).T
    v = define("v", hadamard(center, center).T @ ones(n) / n)
    X_hat = define("X_hat", center @ inverse(diag(sqrt(v + eps * ones(k)))))
    entry = (X[i, j] - summation(q, n, X[q, j]) / n) / sqrt(v[j] + eps)
    line(X_hat @ diag(gamma), entries((i, n), (j, k), of=gamma[j] * entry))
    line(X_hat.T @ ones(n), zeros(k))
    rows = (X[i, j] - summation(q, k, X[i, q]) / k) / sqrt(v[j] + eps)
    refused(X_hat @ diag(gamma), entries((i, n), (j, k), of=gamma[j] * rows))  # that is a layer's


# --- attention --------------------------------------------------------------------------------------------------------

m, r, e, f = sizes("m r e f")
Q, K, V, G = matrix("Q", m, e), matrix("K", r, e), matrix("V", r, f), matrix("G", m, f)


class Attention:
    """Softmax of scaled scores, and means of the values."""

    def __init__(self):
        self.P = define("P", softmax(Q @ K.T / sqrt(e)))
        self.J = define("J", trace(G.T @ self.P @ V))
        arrives = G @ V.T
        self.S = define("S", hadamard(self.P, arrives - hadamard(self.P, arrives) @ ones(r) @ ones(r).T))


def test_attention_and_its_gradients():
    attention = Attention()
    P, J, S = attention.P, attention.J, attention.S
    line(P @ ones(r), ones(m))
    line(gradient(J, V), P.T @ G)
    line(gradient(J, Q), S @ K / sqrt(e))
    line(gradient(J, K), S.T @ Q / sqrt(e))
    for before, wrong in (
        (gradient(J, Q), S @ K),  # without the scale
        (gradient(J, Q), S @ K / e),
        (gradient(J, Q), hadamard(P, G @ V.T) @ K / sqrt(e)),  # the softmax entry by entry
        (gradient(J, Q), hadamard(P, G @ V.T - ones(m) @ ones(m).T @ hadamard(P, G @ V.T)) @ K / sqrt(e)),  # by columns
        (P.T @ ones(m), ones(r)),  # rows add up, columns do not
        (gradient(J, V), softmax(Q @ K.T).T @ G),
    ):
        refused(before, wrong)


def test_a_mask_before_the_softmax():
    S, M = matrix("S", 3, 3), entries((i, 3), (j, 3), of=indicator(j > i))
    q, s, c, u = index("q", 3), index("s", 3), scalar("c", "positive"), index("u")
    masked = indicator(s <= q) * exp(S[q, s]) / summation(u, q, exp(S[q, u]))
    line(limit(softmax(S - c * M)[q, s], c), masked)
    refused(limit(softmax(S - c * M)[q, s], c), indicator(s <= q) * softmax(S)[q, s])  # after it: no more one in sum


def test_variances_through_a_layer():
    tau, s2 = scalar("tau", "positive"), scalar("sigma", "positive")
    w, u, z = noise("w", e, variance=tau), noise("x", e, variance=s2), gaussian("z", e, variance=s2)
    line(variance(w.T @ u), e * tau * s2)
    line(variance(Q[1].T @ w), tau * (Q[1].T @ Q[1]))
    refused(variance(w.T @ relu(z)), e * tau * variance(relu(z[1])))  # E[x²], and not the variance, after a ReLU
    refused(variance(w.T @ relu(z)), e * tau * s2)
    refused(variance(w.T @ u), e**2 * tau * s2)
