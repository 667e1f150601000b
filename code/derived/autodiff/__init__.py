"""Automatic differentiation: derivatives as exact as the values of the function, by the rules themselves.

`numbers` has the kinds of numbers that are computed with, `elementary` the table of elementary functions, `facets` what
an entry has, `evaluation` what becomes of each kind of number in them, `dual` the dual numbers and `forward` what is
read off them; `differences` knows values only. `traces` breaks a formula into elementary operations, `scalar_tape` is
reverse mode for numbers on one screen, and the package `reverse` the same for arrays. `measured` tells what forward and
reverse mode cost by the clock.
"""

from derived.autodiff.dual import Dual, NoDerivative, order, real_part
from derived.autodiff.elementary import ELEMENTARY
from derived.autodiff.evaluation import apply, power, whole
from derived.autodiff.facets import ElementaryFunction
from derived.autodiff.forward import gradient_and_hessian, hessian, jacobian
from derived.autodiff.numbers import DIGITS, PRECISE, Irrational, OutOfDomain, inexact, pi
from derived.autodiff.traces import Line, Trace, Traced, trace

__all__ = [
    "DIGITS",
    "ELEMENTARY",
    "PRECISE",
    "Dual",
    "ElementaryFunction",
    "Irrational",
    "Line",
    "NoDerivative",
    "OutOfDomain",
    "Trace",
    "Traced",
    "apply",
    "gradient_and_hessian",
    "hessian",
    "inexact",
    "jacobian",
    "order",
    "pi",
    "power",
    "real_part",
    "trace",
    "whole",
]
