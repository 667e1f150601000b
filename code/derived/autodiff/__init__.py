"""Automatic differentiation: derivatives as exact as the values of the function, by the rules themselves."""

from derived.autodiff.dual import Dual, NoDerivative, order, real_part
from derived.autodiff.elementary import ELEMENTARY, ElementaryFunction
from derived.autodiff.evaluation import apply, power, whole
from derived.autodiff.forward import gradient_and_hessian, hessian, jacobian
from derived.autodiff.numbers import DIGITS, PRECISE, Irrational, OutOfDomain, inexact

__all__ = [
    "DIGITS",
    "ELEMENTARY",
    "PRECISE",
    "Dual",
    "ElementaryFunction",
    "Irrational",
    "NoDerivative",
    "OutOfDomain",
    "apply",
    "gradient_and_hessian",
    "hessian",
    "inexact",
    "jacobian",
    "order",
    "power",
    "real_part",
    "whole",
]
