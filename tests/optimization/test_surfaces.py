"""Test functions: their minima, their derivatives, and where they have none."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from derived import optimization as gd
from derived.autodiff.reverse import grad, hessian
from derived.optimization import surfaces
from derived.optimization.surfaces import SURFACES

PRINTED = {
    "Sphere": ([(0, 0)], 0), "Matyas": ([(0, 0)], 0), "Rastrigin": ([(0, 0)], 0), "Griewank": ([(0, 0)], 0),
    "Schaffer 2": ([(0, 0)], 0), "Three-hump camel": ([(0, 0)], 0), "Ackley": ([(0, 0)], 0),
    "Drop-wave": ([(0, 0)], -1), "Booth": ([(1, 3)], 0), "Rosenbrock": ([(1, 1)], 0), "Lévi 13": ([(1, 1)], 0),
    "Beale": ([(3, 0.5)], 0),
    "Himmelblau": ([(3, 2), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)], 0),
    "Goldstein–Price": ([(0, -1)], 3),
    "Six-hump camel": ([(0.0898, -0.7126), (-0.0898, 0.7126)], -1.0316),
    "Branin": ([(-np.pi, 12.275), (np.pi, 2.275), (9.42478, 2.475)], 0.397887),
    "McCormick": ([(-0.54719, -1.54719)], -1.9132),
    "Styblinski–Tang": ([(-2.903534, -2.903534)], -78.3323),
    "Easom": ([(np.pi, np.pi)], -1),
    "Cross-in-tray": ([(a, b) for a in (1.34941, -1.34941) for b in (1.34941, -1.34941)], -2.06261),
    "Hölder table": ([(a, b) for a in (8.05502, -8.05502) for b in (9.66459, -9.66459)], -19.2085),
    "Eggholder": ([(512, 404.2319)], -959.6407),
    "Bukin 6": ([(-10, 1)], 0),
    "Monkey saddle": ([], -np.inf),
}  # fmt: skip
"""Minima and values as the literature prints them, to the digits it prints."""

every_surface = pytest.mark.parametrize("surface", SURFACES.values(), ids=lambda surface: surface.name)
in_the_square = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(np.array)


def inside(surface, unit):
    low, high = np.transpose(surface.domain)
    return low + unit * (high - low)


def fold(surface, x):
    """What vanishes where a surface is not smooth."""
    x, y = x[..., 0], x[..., 1]
    return {
        "Ackley": lambda: np.hypot(x, y),
        "Cross-in-tray": lambda: np.sin(x) * np.sin(y),
        "Hölder table": lambda: np.sin(x) * np.cos(y) * (1 - np.hypot(x, y) / np.pi),
        "Eggholder": lambda: (y + x / 2 + 47) * (x - y - 47),
        "Bukin 6": lambda: (y - x**2 / 100) * (x + 10),
    }.get(surface.name, lambda: np.inf)()


def test_all_of_the_literature_s_are_here():
    assert set(SURFACES) == set(PRINTED)
    offered = {name for name in surfaces.__all__ if name not in ("SURFACES", "Surface")}
    assert {surface.f.__name__ for surface in SURFACES.values()} == offered


@every_surface
def test_the_minima_are_where_the_literature_has_them(surface):
    minima, value = PRINTED[surface.name]
    found = surface.minima
    assert len(found) == len(minima)
    for printed in minima:
        assert np.abs(found - printed).max(axis=1).min() < 1.1e-4 * (1 + (surface.name == "Eggholder"))
    np.testing.assert_allclose(surface.minimum, value, rtol=0, atol=6e-5)
    np.testing.assert_allclose(surface(found), surface.minimum, rtol=1e-14, atol=1e-14)


@every_surface
def test_minima_that_are_smooth_at_a_fold_or_on_the_edge_are_told_apart(surface):
    gradients, low, high = surface.gradient(surface.minima), *np.transpose(surface.domain)
    on_the_edge = ((surface.minima == low) | (surface.minima == high)).any()
    match surface.at_minimum:
        case "smooth":
            assert not on_the_edge and np.all(fold(surface, surface.minima) != 0)
            curvatures = np.linalg.eigvalsh(surface.hessian(surface.minima))
            assert curvatures.min() > 0
            assert np.abs(gradients).max() < 1e-13 * max(curvatures.max(), np.abs(surface.minima).max(), 100)
        case "boundary":
            assert on_the_edge
            assert gradients[0, 0] < -3 and abs(gradients[0, 1]) < 1e-6  # downhill leads out of the domain
            outside = surface.minima[0] + [1, 0]
            assert surface(outside) < surface.minimum - 2
        case "kink":
            assert np.isnan(gradients).all()
            directions = np.random.default_rng(0).standard_normal((100, 2))
            rises = (surface(surface.minima + 1e-9 * directions) - surface.minimum) / 1e-9
            assert rises.min() > 1e-3  # at a smooth minimum they vanish with the step
        case "none":
            assert surface.name == "Monkey saddle" and len(surface.minima) == 0
            np.testing.assert_array_equal(surface.gradient([0, 0]), 0)
            np.testing.assert_array_equal(surface.hessian([0, 0]), 0)
            assert surface([-1e3, 0]) < -1e8


@every_surface
def test_nothing_lower_is_found_in_the_domain(surface):
    rng = np.random.default_rng(1)
    tried = inside(surface, rng.random((200_000, 2)))
    values = surface(tried)
    assert values.min() >= surface.minimum
    for start in tried[np.argsort(values)[:8]]:
        found = minimize(surface.f, start, method="Nelder-Mead", bounds=surface.domain, options={"xatol": 1e-10})
        assert found.fun >= surface.minimum - 1e-12 * max(1, abs(surface.minimum))


@every_surface
@settings(deadline=None, max_examples=40)
@given(unit=in_the_square)
def test_automatic_derivatives_are_those_of_differences_and_of_closed_forms(surface, unit):
    x = inside(surface, unit)
    assume(abs(fold(surface, x)) > 0.05)
    gradient, curvatures = surface.gradient(x), surface.hessian(x)
    np.testing.assert_allclose(grad(surface.f)(x), gradient, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(hessian(surface.f)(x), curvatures, rtol=1e-9, atol=1e-9)
    h, scale = 1e-6, max(1, np.abs(curvatures).max(), abs(surface(x)))
    slopes = gd.numerical_gradient(surface, x, np.full(2, h))
    np.testing.assert_allclose(gradient, slopes, rtol=1e-5, atol=1e-8 * scale)
    differences = [(surface.gradient(x + e) - surface.gradient(x - e)) / (2 * h) for e in h * np.eye(2)]
    np.testing.assert_allclose(curvatures, differences, rtol=1e-4, atol=1e-5 * scale)
    if surface.gradient_formula:
        np.testing.assert_allclose(surface.gradient_formula(x), gradient, rtol=1e-9, atol=1e-9)
    if surface.hessian_formula:
        np.testing.assert_allclose(surface.hessian_formula(x), curvatures, rtol=1e-9, atol=1e-9)


@every_surface
def test_many_points_at_once(surface):
    x = inside(surface, np.random.default_rng(2).random((3, 4, 2)))
    rows = x.reshape(-1, 2)
    np.testing.assert_allclose(surface(x).ravel(), [surface(row) for row in rows], rtol=1e-13)
    np.testing.assert_allclose(
        surface.gradient(x).reshape(-1, 2), [surface.gradient(row) for row in rows], rtol=1e-12, atol=1e-12
    )
    assert surface.hessian(x).shape == (3, 4, 2, 2)
    if surface.gradient_formula:
        np.testing.assert_allclose(surface.gradient_formula(x), surface.gradient(x), rtol=1e-9, atol=1e-9)
    if surface.hessian_formula:
        np.testing.assert_allclose(surface.hessian_formula(x), surface.hessian(x), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ["Sphere", "Rosenbrock", "Styblinski–Tang", "Rastrigin", "Griewank", "Ackley"])
def test_some_are_of_any_number_of_variables(name):
    surface = SURFACES[name]
    least = 5 * surface.minimum / 2 if name == "Styblinski–Tang" else surface.minimum
    five = np.full(5, surface.minima[0, 0])
    np.testing.assert_allclose(surface(five), least, atol=1e-12)
    x = np.linspace(-1.3, 1.7, 5)
    np.testing.assert_allclose(surface.gradient(x), grad(surface.f)(x), rtol=1e-12)
    assert surface(x) > least and surface.hessian(x).shape == (5, 5)
    if surface.gradient_formula and name != "Rosenbrock":
        np.testing.assert_allclose(surface.gradient_formula(x), surface.gradient(x))
        np.testing.assert_allclose(np.diag(surface.hessian_formula(x)[:2, :2]), np.diag(surface.hessian(x)[:2, :2]))


# Singular points.


def test_the_drop_wave_s_derivatives_at_its_middle_are_their_limits():
    drop_wave = SURFACES["Drop-wave"]
    np.testing.assert_array_equal(drop_wave.gradient([0, 0]), 0)
    np.testing.assert_allclose(drop_wave.hessian([0, 0]), 72.5 * np.eye(2), rtol=1e-13)
    np.testing.assert_array_equal(grad(drop_wave.f)(np.zeros(2)), 0)
    for r in (1e-12, 1e-8, 1e-4, 8.33e-3, 8.34e-3, 1e-2):  # around the change from series to formula, too
        np.testing.assert_allclose(drop_wave.hessian([r, 0]), drop_wave.hessian([0.999 * r, 0]), rtol=0.01)
        np.testing.assert_allclose(drop_wave.gradient([r, 0])[0] / r, 72.5, rtol=13 * r * r * 12)


def test_where_there_is_no_gradient_it_is_not_a_number_and_its_neighbors_are_untouched():
    ackley = SURFACES["Ackley"]
    gradients = ackley.gradient([[0, 0], [1, 1]])
    assert np.isnan(gradients[0]).all() and np.isfinite(gradients[1]).all()
    np.testing.assert_allclose(np.linalg.norm(ackley.gradient([1e-9, 0])), 4 / np.sqrt(2), rtol=1e-6)
    assert np.isnan(SURFACES["Bukin 6"].gradient([-12, 1.44])).all()
    silent = np.errstate(divide="ignore", invalid="ignore")
    with pytest.raises(FloatingPointError, match="the first NaN, at"), silent:
        grad(ackley.f)(np.zeros(2))


def test_points_that_left_are_no_error():
    x = np.array([[1e200, -1e200], [np.nan, 0], [1, 2]])
    with np.errstate(all="ignore"):
        for surface in SURFACES.values():
            gradients = surface.gradient(x)
            assert np.isfinite(gradients[2]).all() and np.isnan(gradients[1]).any()


# Bad input.


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: surfaces.booth([1, 2, 3]), r"shape \(3,\), but \(…, 2\) is needed"),
        (lambda: surfaces.sphere(3.0), "must hold points"),
        (lambda: surfaces.rosenbrock(["a", "b"]), "x must be numeric"),
        (lambda: SURFACES["Branin"].gradient(np.ones((4, 3))), r"shape \(4, 3\), but"),
    ],
)
def test_bad_points_are_told(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_minima_cannot_be_changed_by_mistake():
    with pytest.raises(ValueError, match="read-only"):
        SURFACES["Booth"].minima[0] = 7
