"""Convolutions with padding, stride and channels, their gradients, and pooling: every entry, borders included."""

from fractions import Fraction

import numpy as np
import pytest

from derived.algebra import *
from derived.derivation import Derivation, DerivationError
from derived.derivation.conditions import conditions_of
from tests.names import show

n, k, s = sizes("n k s", "n >= k")
p = scalar("p", "whole")
i, j, m, a, b, c = (index(name) for name in "ijmabc")
t, f = index("t", n), index("f", k)
o = define("o", floor((n + 2 * p - k) / s) + 1)
x, w, delta = vector("x", n, "zero outside"), vector("w", k, "zero outside"), vector("delta", o)
y = define("y", entries((i, o), of=summation(j, k, w[j] * x[s * (i - 1) + j - p])))
J = define("J", delta.T @ y)
T = define("T", entries((i, o), (m, n), of=w[m + p - s * (i - 1)]))
d = define(
    "d",
    entries((m, s * (o - 1) + 1), of=cases((delta[(m - 1) / s + 1], eq(remainder(m - 1, s), 0)), otherwise=0)),
    zero_outside=True,
)
v = define("v", entries((j, k), of=w[k + 1 - j]))


def line(before, formula):
    """The one line of a derivation, whose names were shown."""
    show(before, formula)
    return Derivation("Test", label="test").start(before).equals(formula, because="a test").lines[0]


def refused(before, formula):
    """Whether the line is called wrong, or has no value."""
    with pytest.raises(DerivationError, match=r"is wrong|has no value"):
        line(before, formula)


def test_a_page_that_derives_a_convolution():
    page = Derivation("Convolution", label="convolution")
    page.define(o, because="one output for each window").define(y, because="each window times the kernel")
    page.define(T, because="row i holds the kernel").define(J, because="any loss, to first order")
    page.define(d, because="the stride puts zeros between").define(v, because="the kernel turned around")
    page.start(summation(i, n + 2 * p, indicator(s * (i - 1) + k <= n + 2 * p)))
    page.equals(o, because="window i ends at s (i - 1) + k, within the n + 2 p numbers with padding")
    page.start(n + 2 * p).equals(s * (o - 1) + k + remainder(n + 2 * p - k, s), because="what the last window leaves")
    page.start(y).equals(T @ x, because="it is linear", as_="matrix")
    page.start(partial(J, w[f]))
    page.equals(summation(i, o, delta[i] * x[s * (i - 1) + f - p]), because="a cross-correlation", as_="kernel")
    page.start(gradient(J, x)).equals(T.T @ delta, because="the transpose")
    page.start(partial(J, x[t])).equals(summation(i, o, delta[i] * w[t + p - s * (i - 1)]), because="each window")
    page.equals(summation(j, k, v[j] * d[t + j - (k - p)]), because="a full convolution", as_="input")
    lines = {line.label: line for line in page.lines}
    assert all(line.tally.rejected >= 10 for line in lines.values())
    assert lines["convolution-kernel"].tex == (
        r"\frac{\partial J}{\partial w_{f}} = \sum_{i=1}^{o} \delta_{i}\, x_{s (i - 1) + f - p}"
    )
    assert page.lines[1].tex == (r"\mathbf{y} = \left(\sum_{j=1}^{k} w_{j}\, x_{s (i - 1) + j - p}\right)_{i \le o}")
    said = conditions_of(page.letters.stated)
    assert r"$\mathbf{x}$ is zero where it has no entry" in said and r"$\mathbf{d}$ is zero where" in said
    assert "p = 0, 1, 2" in page.lines[-1].evidence.detail


WRONG = {
    "the kernel is flipped": (y[index("q", o)], summation(j, k, w[k + 1 - j] * x[s * (index("q", o) - 1) + j - p])),
    "no padding": (partial(J, w[f]), summation(i, o, delta[i] * x[s * (i - 1) + f])),
    "no stride": (partial(J, w[f]), summation(i, o, delta[i] * x[i + f - 1 - p])),
    "a convolution for the kernel": (partial(J, w[f]), summation(i, o, delta[i] * x[s * (i - 1) - f - p])),
    "the kernel not flipped": (partial(J, x[t]), summation(j, k, w[j] * d[t + j - (k - p)])),
    "the stride not dilated": (gradient(J, x), entries((m, n), of=summation(i, o, delta[i] * w[m + p - i + 1]))),
    "the padding of the forward pass": (partial(J, x[t]), summation(j, k, v[j] * d[t + j - 1 - p])),
    "no transpose": (gradient(J, x), entries((m, n), of=summation(i, o, w[i + p - s * (m - 1)] * delta[i]))),
    "the last entry is in the last window": (partial(J, x[n]), delta[o] * w[k - p]),
    "rounded up": (summation(i, n + 2 * p, indicator(s * (i - 1) + k <= n + 2 * p)), ceiling((n + 2 * p - k) / s) + 1),
    "the padding once": (summation(i, n + 2 * p, indicator(s * (i - 1) + k <= n + 2 * p)), floor((n + p - k) / s) + 1),
    "no remainder": (n + 2 * p, s * (o - 1) + k),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_commonly_got_wrong(what):
    refused(*WRONG[what])


def test_the_stride_that_leaves_a_remainder():
    rest = define("r", remainder(n + 2 * p - k, s))
    unseen = partial(J, x[t]) * indicator(t > n + p - rest)
    assert line(unseen, 0 * t).evidence.kind == "exact"  # those are in no window
    refused(partial(J, x[t]) * indicator(t > n + p - rest - 1), 0 * t)
    last = indicator(eq(rest, 0)) * indicator(eq(p, 0))
    line(last * partial(J, x[n]), last * delta[o] * w[k])


def test_numbers_of_a_convolution_that_numpy_has():
    here = Instance(5, assigned={"n": 7, "k": 3, "s": 2, "p": 1})
    padded, kernel = np.pad(x.at(here), 1), w.at(here)
    assert o.at(here) == 4
    assert y.at(here).tolist() == [kernel @ padded[q : q + 3] for q in range(0, 7, 2)]
    full = np.convolve(d.at(here), kernel)  # of the dilated vector: of n + 2 p numbers, those that windows saw
    assert gradient(J, x).at(here).tolist() == full[1:8].tolist()


def test_two_dimensions():
    X, W, G = matrix("X", n, n, "zero outside"), matrix("W", k, k, "zero outside"), matrix("G", o, o)
    Y = define("Y", entries((i, o), (j, o), of=summation(
        a, k, summation(b, k, W[a, b] * X[s * (i - 1) + a - p, s * (j - 1) + b - p]))))  # fmt: skip
    loss = define("J", trace(G.T @ Y))
    u, q, e, g = index("u", n), index("q", n), index("e", k), index("g", k)
    kernel = summation(i, o, summation(j, o, G[i, j] * X[s * (i - 1) + e - p, s * (j - 1) + g - p]))
    assert line(partial(loss, W[e, g]), kernel).tally.rejected > 100
    whole = summation(i, o, summation(j, o, G[i, j] * W[u + p - s * (i - 1), q + p - s * (j - 1)]))
    assert line(partial(loss, X[u, q]), whole).tally.rejected > 100
    swapped = summation(i, o, summation(j, o, G[i, j] * W[q + p - s * (j - 1), u + p - s * (i - 1)]))
    refused(partial(loss, X[u, q]), swapped)


def test_channels():
    C, D, h = sizes("C D h")
    X, W, G = array("X", C, h + 1, h + 1), array("W", D, C, 2, 2), array("G", D, h, h)
    q, e, u, g = index("d", D), index("c", C), index("a", 2), index("b", 2)
    r_ = index("d")
    one = summation(c, C, summation(a, 2, summation(b, 2, W[r_, c, a, b] * X[c, i + a - 1, j + b - 1])))
    Y = define("Y", entries((r_, D), (i, h), (j, h), of=one))
    loss = define("J", summation(r_, D, summation(i, h, summation(j, h, G[r_, i, j] * Y[r_, i, j]))))
    right = summation(i, h, summation(j, h, G[q, i, j] * X[e, i + u - 1, j + g - 1]))
    found = line(partial(loss, W[q, e, u, g]), right)
    assert found.evidence.kind == "exact" and found.tex.startswith(r"\frac{\partial J}{\partial w_{dcab}} = ")
    all_channels = summation(c, C, summation(i, h, summation(j, h, G[q, i, j] * X[c, i + u - 1, j + g - 1])))
    refused(partial(loss, W[q, e, u, g]), all_channels)


def test_pooling_routes_to_the_largest():
    out = define("o", floor((n - k) / s) + 1)
    u, g = vector("x", n), vector("delta", out)
    pooled = define("y", entries((i, out), of=maximum(j, k, u[s * (i - 1) + j])))
    place = define("r", entries((i, out), of=s * (i - 1) + place_of_maximum(j, k, u[s * (i - 1) + j])))
    loss = define("J", g.T @ pooled)
    q = index("q", out)
    page = Derivation("Pooling", label="pooling").define(out, because="as before", rests="later")
    page.define(pooled, because="the largest").define(place, because="where").define(loss, because="any loss")
    page.start(pooled[q]).equals(u[place[q]], because="the largest is where it is")
    page.start(partial(loss, u[t])).equals(summation(i, out, indicator(eq(place[i], t)) * g[i]), because="routed")
    assert "where there is no derivative, as at a kink" in page.lines[-1].evidence.detail
    refused(partial(loss, u[t]), summation(i, out, indicator(eq(pooled[i], u[t])) * g[i]) / k)
    refused(partial(loss, u[t]), g[q] * indicator(eq(place[q], t)))  # windows overlap: add, do not assign


def test_the_first_of_several_is_the_place():
    here = Instance(0)
    assert place_of_maximum(i, 4, number(7) + 0 * i).at(here) == 1
    assert place_of_maximum(i, (2, 4), -((i - 3) ** 2)).at(here) == 3
    made = {wrong.formula.tex() for wrong in misprints(place_of_maximum(i, 4, i), [i]) if wrong.formula}
    assert r"\operatorname*{arg\,min}_{1 \le i \le 4} i" in made and r"\max_{1 \le i \le 4} i" in made


# --- arrays -----------------------------------------------------------------------------------------------------------


def test_how_arrays_are_printed():
    X = array("X", 3, n, n)
    printed = {
        entries((i, n), of=2 * i): r"(2 i)_{i \le n}",
        entries((i, n), (j, k), of=i - j): r"(i - j)_{i \le n, j \le k}",
        entries((i, n), (j, k), of=i - j).T: r"(i - j)_{i \le n, j \le k}^\top",
        entries((i, n), of=i / 2)[3]: r"\left(\left(\frac{i}{2}\right)_{i \le n}\right)_{3}",
        X[c, i, j]: "x_{cij}",
        X[c][i]: r"(\mathbf{X}_{c})_{i}",
        X[c, i]: r"\mathbf{x}_{ci}",
    }
    assert [e.tex() for e in printed] == list(printed.values())
    made = {wrong.tex for wrong in misprints(X[c, i, j], [c, i, j])}
    assert {"x_{icj}", "x_{cji}", "x_{cii}"} <= made


def test_zero_where_there_is_no_entry():
    here = Instance(3, assigned={"n": 4})
    X = matrix("X", n, 2, "zero outside")
    assert [x[q].at(here) == 0 for q in (-5, 0, 1, 4, 5)] == [True, True, False, False, True]
    assert X[0].at(here).tolist() == [0, 0] and X[1, 3].at(here) == X[5, 1].at(here) == 0
    assert isinstance(x[0].at(here), Fraction) and x[9].at(Instance(3, "float", assigned={"n": 4})) == 0
    with pytest.raises(IndexError, match="asks for entry"):
        vector("y", n)[0].at(here)
    assert partial(x[0] * 3, x[1]).at(here) == 0


def test_arrays_that_cannot_be():
    with pytest.raises(ShapeError, match="has no place"):
        entries(of=i)
    with pytest.raises(ShapeError, match=r"a row of n: entries are numbers"):
        entries((i, k), of=x.T)
    with pytest.raises(ShapeError, match="is no size"):
        entries((i, n / k), of=i)
    with pytest.raises(ValueError, match="'zero outside' is said of an array, and z is a scalar"):
        scalar("z", "zero outside")
    with pytest.raises(ValueError, match="f is a function: an array is zero outside"):
        define("f", scalar("z"), scalar("z"), zero_outside=True)
    with pytest.raises(ShapeError, match="is no size"):
        vector("z", scalar("q"))


def test_a_misprint_that_leaves_an_index_open_says_nothing():
    flipped = define("v", entries((j, k), of=w[k + 1 - j]))  # in a sum over j, (w_{k + 1 - j})_{i ≤ k} would seem right
    page = Derivation("Flipped", label="flipped").define(flipped, because="turned around")
    page.start(summation(j, k, flipped[j] * j)).equals(summation(i, k, w[i] * (k + 1 - i)), because="count backwards")
    assert page.lines[0].tally.undefined >= 1


def test_a_whole_letter_in_a_size():
    z = vector("z", n + 2 * p)
    assert len(z.at(Instance(0, assigned={"n": 3, "p": 0}))) == 3
    found = line(ones(n + 2 * p).T @ z, summation(i, n + 2 * p, z[i]))
    assert "p = 0, 1, 2" in found.evidence.detail
    with pytest.raises(ShapeError, match="is a size of"):
        substitute(ones(n + 2 * p).T @ z, p, 1)
