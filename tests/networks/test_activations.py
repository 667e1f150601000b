"""Activations: values and slopes against SymPy, PyTorch's formulas and automatic differentiation; means of squares."""

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from derived.autodiff.reverse import grad, hessian
from derived.networks import ACTIVATIONS, gaussian_mean, gelu, normal_cdf

POINTS = np.array([-30.0, -3.0, -1.0, -1e-8, 1e-8, 0.5, 2.0, 30.0])
T = sympy.Symbol("t", real=True)
FORMULAS = {
    "identity": T,
    "sigmoid": 1 / (1 + sympy.exp(-T)),
    "tanh": sympy.tanh(T),
    "relu": sympy.Max(T, 0),
    "gelu": T * (1 + sympy.erf(T / sympy.sqrt(2))) / 2,
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_and_slopes_are_those_of_the_formula(name):
    function, slope, _ = ACTIVATIONS[name]
    derivative = sympy.diff(FORMULAS[name], T)
    for point in POINTS:
        exact = sympy.Rational(float(point))
        assert function(point) == pytest.approx(float(FORMULAS[name].subs(T, exact).evalf(30)), rel=1e-12, abs=1e-15)
        assert slope(point) == pytest.approx(float(derivative.subs(T, exact).evalf(30)), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(st.lists(st.floats(-20, 20), min_size=1, max_size=5))
def test_the_slope_is_what_automatic_differentiation_finds(name, numbers):
    function, slope, _ = ACTIVATIONS[name]
    z = np.array(numbers)
    before = z.copy()
    np.testing.assert_allclose(grad(lambda z: np.sum(function(z)))(z), slope(z), rtol=1e-12, atol=1e-15)
    assert (z == before).all()


def test_gelu_has_second_derivatives():
    z = np.array([-1.3, 0.0, 0.7])
    found = np.diag(hessian(lambda z: np.sum(gelu(z)))(z))
    np.testing.assert_allclose(found, norm.pdf(z) * (2 - z**2), rtol=1e-12)


def test_the_normal_distribution_function():
    np.testing.assert_allclose(normal_cdf(POINTS), norm.cdf(POINTS), rtol=1e-12)
    assert grad(normal_cdf)(0.3) == pytest.approx(norm.pdf(0.3), rel=1e-12)


def _integral(f, variance):
    """The mean of f² of a normal number, each half by itself, since f may have a jump at 0."""

    def weighed(g):
        return f(np.sqrt(variance) * g) ** 2 * norm.pdf(g)

    return quad(weighed, -12, 0, epsabs=1e-13)[0] + quad(weighed, 0, 12, epsabs=1e-13)[0]


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("variance", [1e-4, 0.3, 1.0, 9.0])
def test_means_are_integrals(name, variance):
    function, slope, gain = ACTIVATIONS[name]
    for f in (function, slope):
        assert gaussian_mean(lambda z, f=f: f(z) ** 2, variance) == pytest.approx(_integral(f, variance), rel=1e-9)
    assert gain == gaussian_mean(lambda z: function(z) ** 2)


def test_half_of_a_square_is_left_by_relu_and_all_by_the_identity():
    assert ACTIVATIONS["identity"].gain == pytest.approx(1, rel=1e-12)
    assert ACTIVATIONS["relu"].gain == pytest.approx(0.5, rel=1e-12)


def test_the_other_gelu_is_near():
    z = np.linspace(-6, 6, 2001)
    other = z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))) / 2
    assert 1e-4 < np.abs(gelu(z) - other).max() < 5e-4


def test_bad_settings_are_told():
    with pytest.raises(ValueError, match="variance"):
        gaussian_mean(np.square, variance=-1.0)
    with pytest.raises((TypeError, ValueError), match="function"):
        gaussian_mean(3.0)


def test_like_pytorch():
    torch = pytest.importorskip("torch")
    z = torch.tensor(POINTS, requires_grad=True)
    for name, theirs in {
        "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "gelu": torch.nn.functional.gelu,
    }.items():  # fmt: skip
        z.grad = None
        y = theirs(z)
        y.sum().backward()
        np.testing.assert_allclose(ACTIVATIONS[name].function(POINTS), y.detach().numpy(), rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(ACTIVATIONS[name].slope(POINTS), z.grad.numpy(), rtol=1e-12, atol=1e-15)
