"""Differences and the complex step: their errors are those of theory, and their best steps are best."""

import cmath
import math

import numpy as np
import pytest
from mpmath import mp

from derived.autodiff.differences import (
    best_central_step,
    best_forward_step,
    central_difference,
    complex_step,
    forward_difference,
)

EPS = np.finfo(float).eps


def fourth(t):
    return t * t * t * t


def test_truncation_errors_of_the_fourth_power():
    assert forward_difference(fourth, 2.0, 0.125) == 32 + 24 * 0.125 + 8 * 0.125**2 + 0.125**3
    assert central_difference(fourth, 2.0, 0.125) == 32 + 8 * 0.125**2


@pytest.mark.parametrize(("difference", "best"), [
    (forward_difference, best_forward_step(EPS, 1.0)),
    (central_difference, best_central_step(EPS, 1.0)),
])  # fmt: skip
def test_other_steps_are_worse_by_the_median_over_many_points(difference, best):
    points = np.random.default_rng(0).uniform(0.8, 1.2, 300)
    slopes = np.cos(points)

    def off(h):
        return np.median([abs(difference(math.sin, t, h) - s) for t, s in zip(points, slopes, strict=True)])

    assert off(best) < off(best / 30)
    assert off(best) < off(best * 30)


def test_the_complex_step_loses_nothing():
    for h in (1e-10, 1e-20, 1e-100):
        assert complex_step(cmath.sin, 1.0, h) == pytest.approx(math.cos(1.0), rel=1e-15)


def test_what_drops_the_imaginary_part_is_refused():
    with pytest.raises(TypeError, match="drops the imaginary part"):
        complex_step(lambda z: abs(z) * 2, -2.0)
    with pytest.raises(TypeError, match="drops the imaginary part"):
        complex_step(np.abs, -2.0)


@pytest.mark.parametrize("kind", [float, int, np.float32, np.float64, np.int64, np.asarray, bool])
def test_a_real_number_of_any_kind_is_refused(kind):
    with pytest.raises(TypeError, match="a real number: something in f, such as abs, drops the imaginary part"):
        complex_step(lambda z: kind(abs(z)), -2.0)


def test_a_complex_number_of_any_kind_is_taken():
    for kind in (complex, np.complex128, np.asarray, mp.mpc):
        assert complex_step(lambda z, kind=kind: kind(z * z), 3.0) == 6.0


@pytest.mark.parametrize(("f", "words"), [
    (lambda z: None, r"returned nothing \(None\): does the last line of f lack a return"),
    (lambda z: "a", "is 'a': it must be a complex number"),
    (lambda z: np.array([z, z]), "it must be a complex number"),
])  # fmt: skip
def test_what_is_no_complex_number_is_told_as_what_it_is(f, words):
    with pytest.raises(TypeError, match=words):
        complex_step(f, 2.0)


@pytest.mark.parametrize("difference", [forward_difference, central_difference, complex_step])
def test_a_step_of_zero_is_refused(difference):
    with pytest.raises(ValueError, match="take a small step"):
        difference(fourth, 2.0, 0.0)


@pytest.mark.parametrize("difference", [forward_difference, central_difference, complex_step])
@pytest.mark.parametrize(("settings", "words"), [
    ({"h": np.nan}, "h must be a number, not nan"),
    ({"h": "small"}, "h must be a number, not 'small'"),
    ({"x": "here"}, "x must be a number, not 'here'"),
    ({"f": 3.0}, "f must be a function, not 3.0"),
])  # fmt: skip
def test_what_is_no_setting_is_refused_by_its_name(difference, settings, words):
    with pytest.raises(ValueError, match=words):
        difference(**{"f": fourth, "x": 2.0, "h": 1e-6} | settings)


def test_a_best_step_needs_errors_that_are_positive():
    with pytest.raises(ValueError, match=r"M_2 must be a number above 0, not 0.0; otherwise there is no best step"):
        best_forward_step(EPS, 0.0)
    with pytest.raises(ValueError, match=r"eta must be a number above 0, not -1"):
        best_central_step(-1, 1.0)
    with pytest.raises(ValueError, match=r"M_3 must be a number above 0, not True"):
        best_central_step(EPS, True)
