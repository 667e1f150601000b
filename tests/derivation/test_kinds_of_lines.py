"""False lines that an engine might accept, and true ones that it might refuse, each for a kind."""

import pytest

from derived.algebra import *
from derived.derivation import Derivation, DerivationError

(q,) = sizes("q")
n, p = sizes("n p")
B, h1, o = sizes("B h o")
i, j = index("i"), index("j")
x, y, u = scalar("x"), scalar("y"), scalar("u")
h, c, s = scalar("h", "positive"), scalar("c", "positive"), scalar("s", "positive")
K, k, turn = scalar("K", "whole"), scalar("k", "whole", "positive"), scalar("t", "a sign")
v, X, A, C = vector("v", q), matrix("X", n, p), matrix("A", p, p), matrix("C", p, p)
a2, b2 = vector("a", 2), vector("b", 2)
f, F = smooth("f", u), smooth("F", vector("u", 2))
g = gaussian("g", variance=s**2)
e = noise("varepsilon", variance=s**2)


def equal(left, right, **options):
    return Derivation("A case", "case").start(left).equals(right, because="a case", **options).lines[-1]


FALSE = {
    "a factorial is a square": (product(i, q, i), q * (q - 1)),
    "pairs counted by a line": (q * (q - 1) / 2, 2 * q - 3),
    "a sum of numbers is a line": (summation(i, q, i), 3 * q - 3),
    "a sum of squares is a parabola": (summation(i, q, i**2), q * (5 * q - 3) / 2),
    "each pair is a pair of neighbors": (
        summation(i, q, summation(j, (i + 1, q), v[i] * v[j])),
        summation(i, q - 1, v[i] * v[i + 1]) + indicator(number(2) < q) * v[1] * v[q],
    ),
    "sizes that are tied": (B * h1, (o + 6) * h1),
    "more rows than columns": (trace(pseudo_inverse(X) @ X), p),
    "a square lost in a sum that begins late": (summation(i, (4, q), v[i] ** 2) + x, summation(i, (4, q), v[i]) + x),
    "a square lost in a sum that begins later": (summation(i, (9, q), v[i] ** 2), summation(i, (9, q), v[i])),
    "second difference": ((f(x + h) - 2 * f(x) + f(x - h)) / h**2, f.second_derivative(x)),
    "Simpson": ((f.derivative(x) + 4 * f.derivative((x + y) / 2) + f.derivative(y)) / 6 * (y - x), f(y) - f(x)),
    "mean Hessian": (
        F.derivative(b2) - F.derivative(a2),
        ((F.second_derivative(a2) + F.second_derivative(b2)) @ (b2 - a2)) / 2,
    ),
    "root of a square": (sqrt((3 - x) ** 2), 3 - x),
    "root of a square, far": (sqrt((s - 5000) ** 2) * exp(x), (5000 - s) * exp(x)),
    "root of a square, near": (sqrt((s - number(1) / 1000) ** 2), s - number(1) / 1000),
    "half an angle": (sqrt((1 + cos(x)) / 2), cos(x / 2)),
    "logarithm of a square": (log(x**2), 2 * log(x)),
    "sum to K": (summation(i, K, i), 3 * K),
    "derivative of a power": (partial(x**K, x), 5 * x ** (K - 1)),
    "a sign is one": (turn * x, x),
    "a sign is its cube and its square": (turn**3 * x, turn**2 * x),
    "a pseudo-inverse on either side": (pseudo_inverse(A) @ A, A @ pseudo_inverse(A)),
    "a pseudo-inverse of a product": (pseudo_inverse(A @ C), pseudo_inverse(C) @ pseudo_inverse(A)),
    "the mean size of a normal number": (expectation(absolute(g)), number(4) / 5 * s),
    "noise of three values": (
        expectation(e**5),
        expectation(e**3) * (2 * expectation(e**4) / s**2 - expectation(e**3) ** 2 / s**4),
    ),
    "a name that is not shown": (define("pi", number(22) / 7, tex=r"\pi"), number(22) / 7),
    "the slope of a kink": (partial(relu(x) + relu(-x), x), sign(x) + indicator(eq(x, 0)) * 0 + indicator(x > 9)),
}


@pytest.mark.parametrize("name", FALSE)
def test_no_false_line_is_accepted(name):
    with pytest.raises(DerivationError):
        equal(*FALSE[name])


def test_a_root_of_two_is_not_lost():
    d = Derivation("A case", "case").start(eq(c**2 - 14 * c + 24, 0))
    with pytest.raises(DerivationError, match="is wrong"):
        d.iff(eq(c, 2), because="one of two", solve=c)


def test_a_bound_of_whole_numbers_holds_from_the_least_on():
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation("A case", "case").start(product(i, k, i)).at_least(
            2 * k, because="false for 1", tight={k: number(3)}
        )


def test_borders_belong_to_every_j():
    place, m, x9, w5, g5 = scalar("j", "whole"), index("m"), vector("x", 9), vector("w", 5), vector("g", 5)
    sliding = summation(i, 5, g5[i] * summation(m, 5, w5[m] * x9[i + m - 1]))
    with pytest.raises(DerivationError):
        equal(partial(sliding, x9[place]), summation(m, place, w5[m] * g5[place - m + 1]))


def test_a_definition_with_its_sign_turned_is_noticed():
    cc, t = vector("c", p), scalar("t")
    best = define("w_star", t, cc + (ones(p).T @ cc - t) / p * ones(p))
    least = define("V", t, norm(best(t) - cc) ** 2)
    with pytest.raises(DerivationError, match="would not be noticed"):
        d = Derivation("A case", "case").define(best, because="a result in disguise").define(least, because="a case")
        d = d.equals((ones(p).T @ cc - t) ** 2 / p, because="a case").start(least.derivative(t))
        assert d.equals(-2 * (ones(p).T @ cc - t) / p, because="a case").lines


t = scalar("k", "positive")
base, r, xp = scalar("b", "between 0 and 1"), scalar("r", "between 0 and 1"), scalar("x", "positive")
w, inc = vector("w", 3, "positive"), vector("z", 3, "increasing")
TRUE = {
    "the power of a decay": (limit(base**t, t), 0),
    "the correction fades": (limit(x * (1 - base**t), t), x),
    "a number times a vanishing exponential": (limit(x * exp(-t), t), 0),
    "a double exponential": (limit(x + exp(-exp(t)), t), x),
    "the p-norm becomes the maximum": (limit(summation(i, 3, w[i] ** t) ** (1 / t), t), maximum(i, 3, w[i])),
    "the same, its maximum taken out": (limit((1 + (inc[1] / inc[3]) ** t + (inc[2] / inc[3]) ** t) ** (1 / t), t), 1),
    "log k / k": (limit(log(t) / t, t), 0),
    "the k-th root of k": (limit(t ** (1 / t), t), 1),
    "a difference of roots": (limit(sqrt(t + 1) - sqrt(t), t), 0),
    "a rectifier that ends": (limit(relu(10 - t), t), 0),
    "derivative of a real power": (partial(xp**r, xp), r * xp ** (r - 1)),
    "a power is an exponential": (xp**r, exp(r * log(xp))),
    "a kink that cancels": (partial(relu(x) - relu(-x), x), 1),
    "the slope of a rectifier": (partial(relu(x), x), indicator(x > 0)),
    "any rank": (X @ pseudo_inverse(X) @ X, X),
    "from the least size on": (summation(i, q, i), q * (q + 1) / 2),
    "a whole number from zero on": (summation(i, K, i**3), (K * (K + 1) / 2) ** 2),
    "the fourth moment of a normal number": (expectation(g**4), 3 * s**4),
}


@pytest.mark.untraced
@pytest.mark.parametrize("name", TRUE)
def test_true_lines_are_accepted(name):
    assert equal(*TRUE[name]).tally.rejected
