"""Automatic differentiation: derivatives as exact as the function's own values."""

from derived.autodiff.dual import (
    DIGITS,
    ELEMENTARY,
    PRECISE,
    Dual,
    Irrational,
    NoDerivative,
    OutOfDomain,
    Rule,
    apply,
    hessian,
    inexact,
    jacobian,
    order,
    power,
    real_part,
    whole,
)

__all__ = [
    "DIGITS",
    "ELEMENTARY",
    "PRECISE",
    "Dual",
    "Irrational",
    "NoDerivative",
    "OutOfDomain",
    "Rule",
    "apply",
    "hessian",
    "inexact",
    "jacobian",
    "order",
    "power",
    "real_part",
    "whole",
]
