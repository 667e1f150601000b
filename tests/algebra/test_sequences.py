"""Sequences of vectors and matrices, up and down the depth; free indices; a matrix to the power of a letter."""

from fractions import Fraction

import numpy as np
import pytest

from derived.algebra import *
from derived.algebra.sequences import FARTHEST
from derived.derivation import Derivation, DerivationError
from derived.derivation.conditions import conditions_of
from tests.names import show

(p,) = sizes("p")
L, m = scalar("L", "whole", "positive"), scalar("m", "whole")
i, j, t = index("i"), index("j"), index("t")
l = index("ell", 1, L)  # noqa: E741 (the letter of layers)
x, y, v = vector("x", p), vector("y", p), vector("v", p)
A, B = matrix("A", p, p), matrix("B", p, p)


def accepted(before, *formulas):
    """The lines of a chain, if all of them are accepted; the names in it were shown."""
    show(before, *formulas)
    d = Derivation("Test", label="test").start(before)
    for formula in formulas:
        d.equals(formula, because="a test")
    return d.lines


def refused(before, formula):
    """Whether the line is called wrong, or has no value."""
    with pytest.raises(DerivationError, match=r"is wrong|has no value"):
        accepted(before, formula)


class Network:
    """A network of L layers of one width, with what back-propagation carries."""

    def __init__(self):
        self.W = family("W", p, p, superscript=True)
        self.b = family("b", p, superscript=True)
        W, b = self.W, self.b
        self.z, self.a = sequence("z", p, superscript=True), sequence("a", p, superscript=True)
        z, a = self.z, self.a
        z.recur(l, step=W[l] @ a[l - 1] + b[l], first=1)
        a.recur(l, start=x, step=tanh(z[l]))
        self.J = define("J", norm(a[L] - y) ** 2 / 2)
        self.delta = sequence("delta", p, superscript=True)

    def slope(self, k):
        """The derivative of the activation."""
        return ones(p) - hadamard(self.a[k], self.a[k])

    def backwards(self, step=None):
        """The sequence δ down the depth, with its step or a wrong one."""
        self.delta.recur(
            l,
            start=hadamard(self.a[L] - y, self.slope(L)),
            step=hadamard(self.W[l + 1].T @ self.delta[l + 1], self.slope(l)) if step is None else step,
            last=L,
        )
        return self.delta


def test_back_propagation_at_any_depth():
    net = Network()
    delta = net.backwards()
    (line,) = accepted(gradient(net.J, net.z[l]), delta[l])
    assert line.tex == r"\nabla_{\mathbf{z}^{(\ell)}}\, J = \boldsymbol{\delta}^{(\ell)}"
    assert line.evidence.kind in ("numeric", "exact")
    (line,) = accepted(gradient(net.J, net.W[l]), delta[l] @ net.a[l - 1].T)
    assert line.tex == (
        r"\nabla_{\mathbf{W}^{(\ell)}}\, J = \boldsymbol{\delta}^{(\ell)} (\mathbf{a}^{(\ell - 1)})^\top"
    )
    accepted(gradient(net.J, net.b[l]), delta[l])
    accepted(partial(net.J, net.W[l][1, 2]), delta[l][1] * net.a[l - 1][2])


def test_the_recurrence_of_back_propagation_is_itself_a_line():
    net = Network()
    below = index("ell", 1, L - 1)
    z, W = net.z, net.W
    J = net.J
    show(J)
    d = Derivation("Backwards", label="back").start(gradient(J, z[below]))
    with pytest.raises(DerivationError, match="declare the sizes such that there is always one"):
        # one layer only, and there is none below it: L has to be at least 2
        Derivation("Empty", label="empty").start(gradient(J, z[index("ell", 2, 1)])).equals(zeros(p), because="none")
    d.equals(hadamard(W[below + 1].T @ gradient(J, z[below + 1]), net.slope(below)), because="the chain rule")
    assert r"(\mathbf{W}^{(\ell + 1)})^\top" in d.lines[0].tex


def test_a_page_that_derives_back_propagation():
    net = Network()
    z, a, W, b, J, delta = net.z, net.a, net.W, net.b, net.J, net.backwards()
    k = index("ell", 1, L)
    d = Derivation("Back-propagation", label="back")
    d.recur(z, because="the net input").recur(a, because="the output").define(J, because="the loss")
    d.recur(delta, because="from the last layer down")
    d.start(gradient(J, z[k])).equals(delta[k], because="the chain rule, layer by layer")
    d.start(gradient(J, W[k])).equals(delta[k] @ a[k - 1].T, because="the weights meet the layer before")
    d.start(gradient(J, b[k])).equals(delta[k], because="the bias is added")
    d.start(gradient(J, W[1])).equals(delta[1] @ x.T, because="the first layer sees the input")
    assert all(line.tally.rejected > 10 * len(line.tally.equal) for line in d.lines)  # also of the definitions
    assert conditions_of(d.letters.stated).startswith(r"where $\ell = 1, \dots, L$")


WRONG_STEPS = {
    "no transpose": lambda net: hadamard(net.W[l + 1] @ net.delta[l + 1], net.slope(l)),
    "the weights of this layer": lambda net: hadamard(net.W[l].T @ net.delta[l + 1], net.slope(l)),
    "the slope of the layer after": lambda net: hadamard(net.W[l + 1].T @ net.delta[l + 1], net.slope(l + 1)),
    "the slope of the layer before": lambda net: hadamard(net.W[l + 1].T @ net.delta[l + 1], net.slope(l - 1)),
    "no slope": lambda net: net.W[l + 1].T @ net.delta[l + 1],
}


@pytest.mark.parametrize("what", WRONG_STEPS)
def test_what_is_commonly_got_wrong_in_back_propagation(what):
    net = Network()
    refused(gradient(net.J, net.z[l]), net.backwards(WRONG_STEPS[what](net))[l])


def test_what_is_commonly_got_wrong_in_the_gradient_of_the_weights():
    net = Network()
    delta, a = net.backwards(), net.a
    for wrong in (a[l - 1] @ delta[l].T, delta[l] @ a[l].T, delta[l] @ net.z[l - 1].T):
        refused(gradient(net.J, net.W[l]), wrong)


def test_a_term_is_differentiated_with_what_follows_from_it():
    s, a = sequence("s"), scalar("a")
    s.recur(t, start=1, step=a * s[t - 1])
    accepted(partial(s[5], s[2]), a**3)
    accepted(partial(s[2], s[5]), number(0) * a)
    refused(partial(s[5], s[2]), a**5)
    u = sequence("u", p)
    u.recur(t, start=x, step=A @ u[t - 1])
    accepted(jacobian_of(u[4], u[1]), A**3)
    accepted(jacobian_of(u[4], u[4]), identity(p))


def test_a_term_with_chance_in_it_takes_no_other_value():
    s, Y = sequence("s"), random_scalar("Y")
    s.recur(t, start=Y, step=2 * s[t - 1])
    with pytest.raises(ShapeError, match="is random"):
        partial(s[2], s[1])


def test_a_smooth_function_of_itself_is_tried_on_rounded_numbers():
    u, c = scalar("u"), scalar("c")
    f, s = smooth("f", u), sequence("s")
    s.recur(t, start=c, step=f(s[t - 1]))
    (line,) = accepted(partial(s[3], s[1]), f.derivative(s[2]) * f.derivative(s[1]))
    assert line.evidence.kind != "exact"  # fractions would have a hundred thousand digits
    refused(partial(s[3], s[1]), f.derivative(s[1]) ** 2)


def test_coupled_sequences():
    theta, mom = sequence("theta", p), sequence("m", p)
    alpha, beta, H = scalar("alpha"), scalar("beta"), matrix("H", p, p, "symmetric")
    mom.recur(t, start=zeros(p), step=beta * mom[t - 1] + H @ theta[t - 1])
    theta.recur(t, start=x, step=theta[t - 1] - alpha * mom[t])
    k = index("k", 1, m)
    heavy_ball = theta[k] - alpha * H @ theta[k] + beta * (theta[k] - theta[k - 1])
    accepted(theta[k + 1], heavy_ball)
    refused(theta[k + 1], theta[k] - alpha * H @ theta[k - 1] + beta * (theta[k] - theta[k - 1]))
    refused(theta[k + 1], theta[k] - alpha * H @ theta[k] + beta * theta[k])
    unrolled = sequence("u", p)
    unrolled.recur(t, start=(x, x - alpha * H @ x), step=heavy_ball_of(unrolled, alpha, beta, H))
    accepted(theta[m], unrolled[m])
    assert theta[FARTHEST].at(Instance(0, small=True)).shape  # no sequence asks for a term twice


def heavy_ball_of(u, alpha, beta, H):
    """A step back to two terms."""
    return u[t - 1] - alpha * H @ u[t - 1] + beta * (u[t - 1] - u[t - 2])


def test_sequences_of_matrices():
    P = sequence("P", p, p)
    P.recur(t, start=identity(p), step=A @ P[t - 1])
    accepted(P[m], A**m)
    accepted(P[m + 1], P[m] @ A)
    refused(P[m], A ** (m + 1))
    refused(P[m] @ B, B @ P[m])


def test_how_terms_are_printed():
    W, c, u = family("W", p, p, superscript=True), family("c"), sequence("u", p)
    a, b1 = sequence("a", p, superscript=True), sequence("b_1")
    printed = {
        W[l]: r"\mathbf{W}^{(\ell)}",
        W[l + 1].T: r"(\mathbf{W}^{(\ell + 1)})^\top",
        W[l][i, j]: r"w_{ij}^{(\ell)}",
        W[l][i]: r"\mathbf{w}_{i}^{(\ell)}",
        a[l][j]: r"a_{j}^{(\ell)}",
        a[l][j] ** 2: r"(a_{j}^{(\ell)})^{2}",
        u[t - 1]: r"\mathbf{u}_{t - 1}",
        u[t][j]: "u_{t,j}",
        u[t][j] ** 2: "u_{t,j}^{2}",
        c[j] * A**j: r"c_{j} \mathbf{A}^{j}",
        b1[t]: r"{b_{1}}_{t}",
    }
    assert [e.tex() for e in printed] == list(printed.values())


def test_recurrences_are_printed_from_where_they_start():
    d, u = sequence("d"), sequence("u")
    d.recur(l, start=1, step=d[l + 1] / 2, last=L)
    u.recur(t, start=(0, 1), step=u[t - 1] + u[t - 2], first=1)
    assert d.body.tex() == r"d_{\ell} = \frac{d_{\ell + 1}}{2},\quad d_{L} = 1"
    assert u.body.tex() == r"u_{t} = u_{t - 1} + u_{t - 2},\quad u_{1} = 0,\quad u_{2} = 1"
    assert Derivation("Down", label="down").recur(d, because="a test", rests="later").lines[0].tex == d.body.tex()
    accepted(d[0], number(2) ** (-L))


def test_recurrences_that_cannot_be():
    s, u = sequence("s"), sequence("u", p)
    with pytest.raises(ValueError, match="no recurrence yet"):
        s[3].at(Instance(0))
    with pytest.raises(ShapeError, match="matrix of p × p, and each term of u a vector of p"):
        u.recur(t, start=x, step=A)
    with pytest.raises(ShapeError, match="cannot depend on its index"):
        s.recur(t, start=t, step=s[t - 1])
    s.recur(t, start=1, step=s[t] + 1)
    with pytest.raises(IndexError, match="goes in a circle"):
        s[3].at(Instance(0))
    with pytest.raises(ValueError, match="has its recurrence already"):
        s.recur(t, start=1, step=s[t - 1])
    ahead, down = sequence("r"), sequence("d")
    ahead.recur(t, start=1, step=ahead[t + 1])
    with pytest.raises(IndexError, match="goes in a circle"):
        ahead[3].at(Instance(0))
    down.recur(t, start=1, step=down[t + 1], last=3)
    with pytest.raises(IndexError, match="steps down from 3, but term 4"):
        down[4].at(Instance(0))


def test_a_misprinted_recurrence_stands_in_for_the_right_one():
    s, r, a = sequence("s"), sequence("r"), scalar("a")
    s.recur(t, start=1, step=2 * s[t - 1])
    r.recur(t, start=a, step=s[t] + r[t - 1])
    here = Instance(0)
    value = r[3].at(here)
    wrong = s.body.rebuild((s.body.end, 3 * s[t - 1], s.body.starts[0]))
    assert value == here[a] + 14 and r[3].at(here.misdefine(s, wrong)) == here[a] + 39 and r[3].at(here) == value
    misprinted = [misprint.formula.tex() for misprint in misprints(s.body, [a]) if misprint.formula is not None]
    assert (
        r"s_{t} = -2 s_{t - 1},\quad s_{0} = 1" in misprinted and r"s_{t} = 2 s_{t - 1},\quad s_{0} = 2" in misprinted
    )


def test_the_terms_of_a_sum_do_not_share_what_their_outer_index_decides():
    s = sequence("s")
    s.recur(t, start=1, step=i * s[t - 1])  # i is free: each term of a sum over it has another sequence
    assert summation(i, 3, s[2]).at(Instance(0)) == 14
    with pytest.raises(DerivationError, match="holds i out of sight"):
        accepted(summation(i, 3, s[2]), number(14) + 0 * p)  # which a reader would take for 3 s_2


# --- a free index ----------------------------------------------------------------------------------------------------


def test_a_free_index_stands_for_all_its_values():
    q = index("q", 1, p)
    accepted(partial(summation(j, p, v[j] ** 2), v[q]), 2 * v[q])
    refused((v - x)[q], v[q] - x[1])
    neighbors = partial(summation(j, p - 1, v[j] * v[j + 1]), v[q])
    refused(neighbors, v[q + 1] + v[q - 1])  # at the borders one of them is not there
    inner = indicator(q > 1) * summation(j, (q - 1, q - 1), v[cases((1, j < 1), otherwise=j)])
    outer = indicator(q < p) * summation(j, (q + 1, q + 1), v[cases((p, j > p), otherwise=j)])
    accepted(neighbors, inner + outer)


def test_a_free_index_meets_its_borders():
    q, r = index("i", 1, p), index("j", 1, p)
    seen = set()
    for seed in range(60):
        here = Instance(seed, assigned={"p": 3 + seed % 4})
        places = {1: "first", here[p]: "last"}
        seen.add(tuple(places.get(k.at(here), "inner") for k in (q, r)))
    assert len(seen) == 9  # each of the pairs
    assert q.condition_tex == r"i = 1, \dots, p"
    assert index("j", 0, p - 1).condition_tex == r"j = 0, \dots, p - 1"
    with pytest.raises(TypeError, match="a first and a last value, not 3"):
        index("j", 1, 2, 3)


def test_a_free_index_that_runs_in_a_sum_is_that_of_the_sum():
    q, r = index("i", p), index("i", 2, p)
    assert summation(q, 3, q).at(Instance(0)) == summation(i, 3, q).at(Instance(0)) == 6
    refused(summation(i, p, v[q]), p * v[q])
    with pytest.raises(DerivationError, match=r"the index i stands for two things"):
        accepted(v[q] - v[r], 0 * v[q])


def test_two_families_of_one_letter_are_told_apart():
    c, d = family("c"), family("c")
    with pytest.raises(DerivationError, match="c with an index stands for two things"):
        accepted(c[1] - d[2], -d[2] + c[1])


def test_no_line_with_a_free_index_is_proved():
    c, q = vector("c", 3), index("q", 3)
    d = Derivation("Twice", label="twice").start(c[q] + c[q]).equals(2 * c[q], because="a test")
    assert d.lines[0].evidence.kind == "exact"
    assert conditions_of(d.letters.stated) == r"where $\mathbf{c} \in \mathbb{R}^{3}$; $q = 1, \dots, 3$"


# --- a matrix to the power of a letter --------------------------------------------------------------------------------


def test_powers_of_a_matrix():
    k = scalar("k", "whole")
    accepted(A**k @ A, A ** (k + 1))
    accepted(A**k @ A**m, A ** (k + m))
    accepted((A.T) ** k, (A**k).T)
    refused((A @ B) ** k, A**k @ B**k)
    assert (A**0).at(Instance(0)).tolist() == identity(p).at(Instance(0)).tolist()
    np.testing.assert_array_equal((A**3).at(Instance(1)), (A @ A @ A).at(Instance(1)))
    for exponent in (scalar("c"), number(1) / 2, number(-1)):
        with pytest.raises(ShapeError, match="a letter declared as a size, an index or whole"):
            A**exponent


def test_a_matrix_in_a_polynomial_and_in_a_power_series():
    c = family("c")
    accepted(summation(j, (0, m), c[j] * A**j) @ A, A @ summation(j, (0, m), c[j] * A**j))
    neumann = inverse(identity(p) - A) @ (identity(p) - A ** (m + 1))
    accepted(summation(j, (0, m), A**j), neumann)
    refused(summation(j, (0, m), A**j), inverse(identity(p) - A) @ (identity(p) - A**m))
    refused(summation(j, (1, m), A**j), neumann)
    V, lam = matrix("V", p, p, "full column rank"), vector("lambda", p)
    k = scalar("k", "whole")
    (line,) = accepted((V @ diag(lam) @ inverse(V)) ** k, V @ diag(lam) ** k @ inverse(V))
    assert line.tex == (
        r"(\mathbf{V} \operatorname{diag}(\boldsymbol{\lambda}) \mathbf{V}^{-1})^{k} = "
        r"\mathbf{V} \operatorname{diag}(\boldsymbol{\lambda})^{k} \mathbf{V}^{-1}"
    )
    refused((V @ diag(lam) @ inverse(V)) ** k, V**k @ diag(lam) ** k @ inverse(V) ** k)


def test_the_derivative_of_a_power_of_a_matrix():
    assert jacobian_of(A**2 @ v, v).at(Instance(0)).tolist() == (A**2).at(Instance(0)).tolist()
    s = scalar("s")
    slope = partial(trace((s * A) ** m), s)
    accepted(slope, m * s ** (m - 1) * trace(A**m))
    assert isinstance(slope.at(Instance(0)), Fraction)
