"""Limits: found where values settle or SymPy knows, undecided elsewhere, and never wrong."""

import pytest

from derived.algebra import *
from derived.algebra.settling import Undecided, settle
from derived.autodiff import PRECISE
from derived.derivation import Derivation
from tests.algebra.calculus import accepted, is_refused

i = index("i")
x, h, t = scalar("x"), scalar("h"), scalar("t")
k, r, b = scalar("k", "positive"), scalar("r", "positive"), scalar("b", "between 0 and 1")
n = scalar("n", "whole")
v, w = vector("v", 3, "positive"), vector("w", 3)

TRUE = {
    "a power of a decay": (limit(b**k, k), 0),
    "a decay of whole steps": (limit(n**2 * b**n, n), 0),
    "the p-norm becomes the maximum": (limit(summation(i, 3, v[i] ** k) ** (1 / k), k), maximum(i, 3, v[i])),
    "log k / k": (limit(log(k) / k, k), 0),
    "what settles slowly, and SymPy knows": (limit(x + 1 / log(k), k), x),
    "any power": (limit(k**-r, k), 0),
    "the k-th root of k": (limit(k ** (1 / k), k), 1),
    "a difference of roots, many times": (limit(k * (sqrt(k**2 + 1) - k), k), number(1) / 2),
    "a double exponential": (limit(x + exp(-exp(k)), k), x),
    "what rounding eats": (limit(exp(k) * log(1 + exp(-k)), k), 1),
    "a saturated tanh": (limit((1 - tanh(k)) * exp(2 * k), k), 2),
    "a ReLU that ends": (limit(relu(10 - k), k), 0),
    "a ReLU that ends at a letter": (limit(relu(x - k), k), 0),
    "to minus infinity": (limit(sigmoid(t), t, -INFINITY), 0),
    "compound interest": (limit((1 + x / k) ** k, k), exp(x)),
    "a geometric series": (limit(summation(i, (0, k), b**i), k), 1 / (1 - b)),
    "a telescope": (limit(summation(i, k, 1 / (i * (i + 1))), k), 1),
    "a difference quotient": (limit(((x + h) ** 3 - x**3) / h, h, 0), 3 * x**2),
    "from above": (limit(absolute(t) / t, t, 0, side="above"), 1),
    "from below": (limit(absolute(t) / t, t, 0, side="below"), -1),
    "entry by entry": (limit(exp(-k) * v + w, k), w),
}


@pytest.mark.untraced
@pytest.mark.parametrize("name", TRUE)
def test_true_limits_are_accepted(name):
    accepted(*TRUE[name])


FALSE = {
    "off by a millionth": (limit((1 + 1 / k) ** k, k), exp(number(1)) + number(1) / 10**6),
    "one side is the other's negative": (limit(absolute(t) / t, t, 0), 1),
    "a cosine": (limit(cos(k), k), 0),
    "a cosine of whole numbers": (limit(cos(n) ** 2, n), number(1) / 2),
    "a sign that alternates": (limit((-1) ** n, n), 1),
    "a harmonic series": (limit(summation(i, k, 1 / i), k), 7),
    "a logarithm of a logarithm": (limit(log(log(k)), k), 6),
    "slow, but not to there": (limit(1 / log(k), k), number(1) / 500),
    "what rounding eats": (limit(exp(k) * log(1 + exp(-k)), k), 0),
    "roots that cancel": (limit(k * (sqrt(k**2 + 1) - k), k), 0),
    "another series": (limit(summation(i, (0, k), b**i), k), 1 / (1 + b)),
    "the sum instead of the maximum": (limit(summation(i, 3, v[i] ** k) ** (1 / k), k), summation(i, 3, v[i])),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_limits_are_not(name):
    is_refused(*FALSE[name])


def test_a_recurrence_has_a_limit():
    g = sequence("g")
    g.recur(i, start=x, step=b * g[i - 1] + (1 - b) * 3)
    d = Derivation("A running mean", label="mean").recur(g, because="exponentially weighted")
    d.start(limit(g[n], n)).equals(3, because="the start fades")


def test_an_undecided_value_names_the_line():
    message = is_refused(limit(cos(k) + sin(k * sqrt(number(2))), k), 0)
    assert "case-1" in message
    assert "decided" in message


@pytest.mark.parametrize("wander", [PRECISE.cos, PRECISE.log, lambda k: PRECISE.log(PRECISE.log(k)), PRECISE.sqrt])
def test_what_does_not_settle_is_undecided(wander):
    with pytest.raises(Undecided):
        settle(wander)


def test_a_misprint_with_the_same_limit_is_named_as_true():
    reasons = dict(accepted(*TRUE["a ReLU that ends"]).tally.equal)
    assert any("same limit" in reason for reason in reasons.values())


def test_how_limits_print():
    assert limit(t, t, -INFINITY).tex() == r"\lim_{t \to -\infty} t"
    assert limit(t, t, 0, side="above").tex() == r"\lim_{t \downarrow 0} t"
    assert limit(t, t, 0, side="below").tex() == r"\lim_{t \uparrow 0} t"


def test_a_side_is_above_or_below():
    with pytest.raises(ValueError, match="above"):
        limit(t, t, 0, side="left")
