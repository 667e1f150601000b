"""Complex numbers and their modulus; conditions that several letters meet together: the heavy ball's roots."""

from fractions import Fraction

import pytest

from derived.algebra import *
from derived.algebra.complex_values import Complex
from derived.autodiff import PRECISE
from derived.derivation import Derivation, DerivationError
from derived.derivation.conditions import conditions_of

i = IMAGINARY_UNIT
z, w = complex_scalar("z"), complex_scalar("w")
x, y = scalar("x"), scalar("y")
ALPHA, BETA, LAM = scalar("alpha", "positive"), scalar("beta", "between 0 and 1"), scalar("lambda", "positive")
alpha, beta, lam = such_that(4 * BETA > (1 + BETA - ALPHA * LAM) ** 2, ALPHA, BETA, LAM)


def accepted(before, formula, **options):
    """The one line of a derivation."""
    return Derivation("Test", label="test").start(before).equals(formula, because="a test", **options).lines[0]


def refused(before, formula):
    """The line is called wrong, or has no value."""
    with pytest.raises(DerivationError, match=r"is wrong|has no value"):
        accepted(before, formula)


TRUE = {
    "the third power of i": (i**3, 0 * x - i),
    "a modulus": (modulus(z) ** 2, real(z) ** 2 + imaginary(z) ** 2),
    "of a product": (modulus(z * w), modulus(z) * modulus(w)),
    "of a quotient": (modulus(z / w) ** 2, modulus(z) ** 2 / modulus(w) ** 2),
    "a conjugate": (conjugate(z * w), conjugate(z) * conjugate(w)),
    "the imaginary part": (z - conjugate(z), 2 * i * imaginary(z)),
    "an inverse": (1 / z, conjugate(z) / modulus(z) ** 2),
    "the parts make the whole": (real(z) + i * imaginary(z), z),
    "of a power": (modulus(z ** scalar("k", "whole")), modulus(z) ** scalar("k", "whole")),
    "a real number": (modulus(x), absolute(x)),
}


@pytest.mark.parametrize("what", TRUE)
def test_true_lines(what):
    assert accepted(*TRUE[what]).tally.rejected


FALSE = {
    "of a sum": (modulus(z + w), modulus(z) + modulus(w)),
    "a square is no squared modulus": (z**2, modulus(z) ** 2),
    "the sign of i": (z - conjugate(z), -2 * i * imaginary(z)),
    "the imaginary part is real": (imaginary(z), i * imaginary(z)),
    "the conjugate lost": (1 / z, z / modulus(z) ** 2),
    "the real part of a product": (real(z * w), real(z) * real(w)),
    "only the real parts agree": (z, real(z) - i * imaginary(z)),
}


@pytest.mark.parametrize("what", FALSE)
def test_false_lines(what):
    refused(*FALSE[what])


def test_the_roots_of_the_heavy_ball():
    half = 1 + beta - alpha * lam
    root = (half + i * sqrt(4 * beta - half**2)) / 2
    accepted(root**2, half * root - beta)
    line = accepted(modulus(root) ** 2, beta)
    assert line.tex.startswith(r"\left\lvert \frac{1 + \beta - \alpha\, \lambda + \mathrm{i}\, \sqrt{4 \beta")
    accepted(modulus(root), sqrt(beta))
    refused(modulus(root), beta)
    refused(modulus(root), sqrt(beta) * (1 + beta - alpha * lam))
    iteration = block([[half, -beta], [number(1), zeros()]])
    accepted(spectral_radius(iteration), sqrt(beta))
    accepted(determinant(iteration), beta)
    accepted(determinant(iteration - root * identity(2)), number(0))
    with pytest.raises(DerivationError, match="is wrong"):  # near the corner it is larger
        Derivation("Corner", label="corner").start(alpha * lam).holds(alpha * lam < number(39) / 10, because="no")
    products = [(alpha * lam).at(Instance(seed)) for seed in range(60)]
    assert 3.9 < max(products) < 4 and min(products) < 0.1


def test_where_the_heavy_ball_is_stable():
    d = Derivation("Stable", label="stable")
    settles = spectral_radius(block([[1 + BETA - ALPHA * LAM, -BETA], [number(1), zeros()]])) < 1
    d.start(settles).iff(ALPHA * LAM < 2 + 2 * BETA, because="both roots are inside the circle")
    for wrong in (ALPHA * LAM < 2 + BETA, ALPHA * LAM < 2, ALPHA * LAM <= 2 + 2 * BETA, ALPHA < 2 + 2 * BETA):
        with pytest.raises(DerivationError, match="is wrong"):
            Derivation("Stable", label="s").start(settles).iff(wrong, because="no")


def test_without_the_condition_the_roots_are_real_and_another():
    half = 1 + BETA - ALPHA * LAM
    with pytest.raises(DerivationError, match="is wrong"):
        accepted(spectral_radius(block([[half, -BETA], [number(1), zeros()]])), sqrt(BETA))


def test_the_condition_is_met_and_printed():
    seen = []
    for kind in ("exact", "precise"):
        for seed in range(20):
            here = Instance(seed, kind, wild=kind == "precise" and seed % 2 == 1, coarse=seed % 3)
            a, b, c = (letter.at(here) for letter in (alpha, beta, lam))
            assert 4 * b > (1 + b - a * c) ** 2 and a > 0 and 0 < b < 1 and c > 0
            assert alpha.at(here) == a  # whenever it is asked
            seen.append(float(a * c))
    assert min(seen) < 0.5 and max(seen) > 2
    d = Derivation("Said", label="said").start(alpha * lam + beta).equals(beta + lam * alpha, because="a test")
    assert (
        conditions_of(d.letters.stated)
        == r"where $4 \beta > (1 + \beta - \alpha\, \lambda)^{2}$; $\alpha > 0$; $\lambda > 0$; $0 < \beta < 1$"
    )


def test_conditions_that_cannot_be_met():
    u, v = such_that(all_of(x > y, y > x), x, y)
    with pytest.raises(ArithmeticError, match="no numbers were found for which x > y"):
        (u + v).at(Instance(0))
    with pytest.raises(DerivationError, match="no numbers were found"):
        accepted(u + v, v + u)
    with pytest.raises(ShapeError, match="speaks of y, too"):
        such_that(x > y, x)
    with pytest.raises(ShapeError, match="is no relation"):
        such_that(x - y, x, y)


def test_conditions_of_vectors_and_several_together():
    (p,) = sizes("p")
    u, v = vector("u", p), vector("v", p)
    u, v = such_that(u.T @ v > 0, u, v)
    assert all((u.T @ v).at(Instance(seed)) > 0 for seed in range(9))
    B = matrix("B", 3, 3)
    (C,) = such_that(spectral_radius(B) < 1, B)
    values = [spectral_radius(C).at(Instance(seed, "precise", wild=seed % 2 == 1)) for seed in range(9)]
    assert 0 < min(values) < max(values) < 1
    accepted(spectral_radius(C) ** 2, spectral_radius(C**2))
    a, b = such_that(all_of(x < y, x + y > 1), x, y)
    accepted(absolute(a - b), b - a)
    refused(absolute(a - b), a - b)


def test_no_order_and_no_derivative_of_complex_numbers():
    with pytest.raises(DerivationError, match=r"have no order|has no value"):
        Derivation("Order", label="order").start(z).at_most(w, because="a test", tight={z: w})
    with pytest.raises(ArithmeticError, match="differentiate its real and its imaginary part"):
        partial(x * i, x).at(Instance(0))
    accepted(partial(real((x + i) ** 3), x), 3 * real((x + i) ** 2))
    accepted(partial(modulus(x + i * y) ** 2, y), 2 * y)


def test_printed():
    assert [e.tex() for e in (i * x, (1 + 2 * i) ** 2, conjugate(z) ** 2, conjugate(z + w), real(z) * 2)] == [
        r"\mathrm{i}\, x", r"(1 + 2 \mathrm{i})^{2}", r"\overline{z}^{2}", r"\overline{z + w}",
        r"\operatorname{Re}(z) \cdot 2",
    ]  # fmt: skip


def test_arithmetic_beside_python():
    a, b = Complex(Fraction(1, 2), Fraction(-3)), Complex(2.5, -0.5)
    assert complex(a.real, a.imaginary) * complex(b.real, b.imaginary) == complex((a * b).real, (a * b).imaginary)
    assert (a / a) == 1 and (a - a) == 0 and a**0 == 1 and a**-1 * a == 1 and 1 - a == -(a - 1)
    assert abs(Complex(PRECISE.mpf(3), PRECISE.mpf(4))) == 5
    with pytest.raises(ArithmeticError, match="whole powers only"):
        a ** Fraction(1, 2)
