"""Order terms of exactly the right order, and dual numbers, checked on small real numbers."""

import pytest

from derived.algebra import *
from tests.algebra.calculus import accepted, is_refused

x, h, a, b, c, k = scalar("x"), scalar("h"), scalar("a"), scalar("b"), scalar("c"), scalar("k")
m = scalar("m", "positive")
f = smooth("f", x)
eps = dual_unit("varepsilon")

EXACT = {
    "Taylor": (f(x + h), f(x) + h * f.derivative(x), 2),
    "Taylor, a term more": (f(x + h), f(x) + h * f.derivative(x) + h**2 / 2 * f.second_derivative(x), 3),
    "forward difference": ((f(x + h) - f(x)) / h, f.derivative(x), 1),
    "central difference": ((f(x + h) - f(x - h)) / (2 * h), f.derivative(x), 2),
    "second difference": ((f(x + h) - 2 * f(x) + f(x - h)) / h**2, f.second_derivative(x), 2),
    "exponential": (exp(h), 1 + h, 2),
    "sine": (sin(h), h, 3),
}


@pytest.mark.parametrize("name", EXACT)
def test_the_right_order_is_accepted_and_no_other(name):
    before, after, order = EXACT[name]
    line = accepted(before, after + big_o(h**order, h))
    assert line.tex.endswith(f"+ O(h^{{{order}}})")
    for wrong in (order - 1, order + 1):
        is_refused(before, after + big_o(h**wrong, h))
    is_refused(before, after)


def test_orders_of_what_grows():
    accepted((1 + 1 / m) ** 3, 1 + 3 / m + big_o(1 / m**2, m, INFINITY))
    is_refused((1 + 1 / m) ** 3, 1 + 3 / m + big_o(1 / m, m, INFINITY))
    is_refused((1 + 1 / m) ** 3, 1 + 3 / m + big_o(1 / m**3, m, INFINITY))


def test_a_wrong_coefficient_or_a_logarithm_is_refused():
    is_refused(f(x + h), f(x) + 2 * h * f.derivative(x) + big_o(h**2, h))
    is_refused(m**2 * log(m), big_o(m**2, m))


def test_an_order_term_stands_in_an_equation_only():
    is_refused(big_o(h, h), big_o(h, h) - big_o(h, h) + h)
    with pytest.raises(ArithmeticError, match="no value of its own"):
        big_o(h, h).at(Instance(0))


def test_dual_numbers():
    accepted((a + b * eps) * (c + k * eps), a * c + (a * k + b * c) * eps)
    accepted(f(a + b * eps), f(a) + b * f.derivative(a) * eps)
    accepted(1 / (a + b * eps), 1 / a - b / a**2 * eps)
    accepted((a + b * eps) * dual_conjugate(a + b * eps), a**2)
    accepted(sin(a + b * eps), sin(a) + b * cos(a) * eps)


def test_what_is_false_of_dual_numbers():
    is_refused((a + b * eps) * (c + k * eps), a * c + (a * k - b * c) * eps)
    is_refused((a + b * eps) * (c + k * eps), a * c + b * k * eps)
    is_refused(f(a + b * eps), f(a) + f.derivative(a) * eps)
    is_refused(a + 0 * eps, a + eps)
    is_refused(a * eps / eps, a + 0 * eps)  # ε has no inverse
    is_refused(1 / (a + b * eps), 1 / a + b / a**2 * eps)


def test_nested_dual_numbers():
    eps_1, eps_2 = dual_unit("varepsilon_1"), dual_unit("varepsilon_2")
    nested = f(x + eps_1 + eps_2)
    right = f(x) + f.derivative(x) * (eps_1 + eps_2) + f.second_derivative(x) * eps_1 * eps_2
    line = accepted(nested, right)
    assert line.tex.endswith(r"\varepsilon_{1}\, \varepsilon_{2}")
    accepted((eps_1 + eps_2) ** 2, 2 * eps_1 * eps_2)
    accepted((a + b * eps_1) * (c + k * eps_2), a * c + b * c * eps_1 + a * k * eps_2 + b * k * eps_1 * eps_2)
    is_refused((a + b * eps_1) * (c + k * eps_2), a * c + b * c * eps_1 + a * k * eps_2)
    is_refused((a + b * eps_1) * (c + k * eps_2), a * c + b * c * eps_1 + a * k * eps_2 + b * k * eps_2**2)
    is_refused(nested, right - f.second_derivative(x) * eps_1 * eps_2 / 2)
    is_refused(nested, right - f.derivative(x) * eps_2)
    is_refused((eps_1 + eps_2) ** 2, 2 * eps_1 * eps_2 + eps_1)


def test_three_nested_dual_numbers():
    units = [dual_unit(f"varepsilon_{j}") for j in (1, 2, 3)]
    accepted((units[0] + units[1] + units[2]) ** 3, 6 * units[0] * units[1] * units[2])
    is_refused((units[0] + units[1] + units[2]) ** 3, 0 * units[0] * units[1] * units[2])
