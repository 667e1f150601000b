"""Smooth functions of which nothing is known but their properties: any, or convex, positive, of bounded curvature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy

from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.named import Function
from derived.algebra.ridges import RidgeSum
from derived.algebra.shapes import Shape, ShapeError, SizeLike, shape_of
from derived.algebra.symbols import Size, Symbol
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Array, Value, entries
from derived.autodiff import Dual, real_part

PROPERTIES = ("convex", "concave", "positive", "increasing", "decreasing")


@dataclass(frozen=True)
class Smoothness:
    """What is known of a smooth function, and what stands for it in an instance.

    Attributes
    ----------
    properties : tuple of str
        Some of `PROPERTIES`.
    most, least : Expr or None
        Bounds of its curvature: the gradient is Lipschitz with constant `most`, f(x) − ½ `least` ‖x‖² is convex.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> Smoothness(("convex",), most=scalar("L", "positive")).words
    ('convex', 'with a Lipschitz constant $L$ of its gradient')
    """

    properties: tuple[str, ...] = ()
    most: Expr | None = None
    least: Expr | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The properties as they are told to the reader, letters in LaTeX."""
        words = list(self.properties)
        if self.least is not None:
            words.append(f"strongly convex with constant ${self.least.tex()}$")
        if self.most is not None:
            words.append(f"with a Lipschitz constant ${self.most.tex()}$ of its gradient")
        return tuple(words)

    @property
    def bounds(self) -> tuple[Expr, ...]:
        """The expressions that bound its curvature."""
        return tuple(bound for bound in (self.most, self.least) if bound is not None)

    def value(self, instance: Valuation, name: str, shape: Shape, args: tuple[Value, ...], /) -> Value:
        """What the function of that name is worth there, for these values of its arguments."""
        point = np.concatenate([entries(a) for a in args])
        outputs = instance.dims(shape)
        if instance.has_symbols:
            values = [_opaque(f"{name}{k or ''}", point) for k in range(int(np.prod(outputs)))]
        else:
            values = list(self._stand_in(instance, name, point, int(np.prod(outputs))))
        return np.array(values, dtype=object).reshape(outputs) if outputs else values[0]

    def _stand_in(self, instance: Valuation, name: str, point: np.ndarray, outputs: int) -> Array:
        """½ μ ‖x‖² + (L − μ) f₁(x), where the curvature of f₁ is at most one."""
        here = instance.origin  # the function is one, and does not follow a letter that is given another value
        key = ("function", name, len(point))
        if key not in instance.drawn:
            known = (*self.properties, "convex") if self.least is not None else self.properties
            instance.drawn[key] = RidgeSum(here, name, len(point), outputs, known, self.most is not None)
        value = instance.drawn[key](point)
        if self.most is None and self.least is None:
            return value
        most, least = (None if bound is None else real_part(bound.at(here)) for bound in (self.most, self.least))
        if least is not None and most is not None and least > most:
            raise ValueError(f"{name} cannot be curved by at least {least} and at most {most}")
        if most is not None:
            value = value * (most - (least or 0))
        return value if least is None else value + least * (point @ point) / 2


def _opaque(name: str, point: np.ndarray, orders: tuple[int, ...] = ()) -> Any:
    """A SymPy function of which nothing is known, or a partial derivative of it, its orders part of its name."""
    orders = orders or (0,) * len(point)
    level = max((x.level for x in point if isinstance(x, Dual)), default=0)
    if not level:
        if not all(isinstance(x, sympy.Basic) for x in point):
            raise Unsupported(f"{name} is any function: in a field of rational functions, nothing stands for it")
        return sympy.Function(f"{name};{','.join(map(str, orders))}", real=True)(*point)
    split = [(x.value, x.partials) if isinstance(x, Dual) and x.level == level else (x, 0) for x in point]
    below = np.array([value for value, _ in split], dtype=object)
    steps = [tuple(k + (i == j) for i, k in enumerate(orders)) for j in range(len(point))]
    varying = [
        (partial, step) for (_, partial), step in zip(split, steps, strict=True) if isinstance(partial, np.ndarray)
    ]
    partials = sum(partial * _opaque(name, below, step) for partial, step in varying)
    return Dual(_opaque(name, below, orders), partials, level)


def smooth(
    name: str, variable: Symbol, *more: Symbol | SizeLike | str, tex: str | None = None,
    lipschitz_gradient: Operand | None = None, strong_convexity: Operand | None = None,
) -> Function:  # fmt: skip
    r"""Any smooth function of some variables, to a number or, given a size, to a vector; or one with some properties.

    In its place stands a function drawn at random, a sum of polynomials and of bumps 1/(1 + t²) in many directions, on
    floats of sines, too. It has the properties by construction, and as far as chance can tell no others.

    Parameters
    ----------
    name : str
        The letter, as for `Symbol`.
    variable : Symbol
        What it is a function of.
    *more : Symbol, then Size, Expr of sizes or int, then str
        More variables, if any; the shape of its values, a number if there is none; what is known of it, of a
        number-valued function: "convex", "concave" or "positive", and of one number also "increasing", "decreasing".
    tex : str, optional
        How the letter is set.
    lipschitz_gradient : Expr or number, optional
        L, if ‖∇f(x) − ∇f(y)‖ ≤ L ‖x − y‖.
    strong_convexity : Expr or number, optional
        μ, if f(x) − ½ μ ‖x‖² is convex; at most L.

    Returns
    -------
    Function
        To be called, ``f(x)``; also ``f.derivative(x)`` and ``f.second_derivative(x)``, of one number also
        ``f.derivative(x, order=3)``. A function of one number is applied to an array entry by entry.

    Raises
    ------
    ShapeError
        If a variable is no whole letter, one of the sizes no size, or a property asked of what cannot have it.

    Examples
    --------
    >>> from derived.algebra import partial, scalar, smooth, vector
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> f, g = smooth("f", x), smooth("g", x)
    >>> d = Derivation("The chain rule", label="chain").start(partial(f(g(x)), x))
    >>> print(d.equals(f.derivative(g(x)) * g.derivative(x), because="outer slope times inner").lines[0].tex)
    \frac{\partial f(g(x))}{\partial x} = f'(g(x))\, g'(x)

    A convex function lies above its tangents:

    >>> f, u, v = smooth("f", vector("u", 2), "convex"), vector("u", 2), vector("v", 2)
    >>> d = Derivation("Convexity", label="tangent")
    >>> claim = f(v) >= f(u) + f.derivative(u).T @ (v - u)
    >>> print(d.holds(claim, because="the first-order condition").lines[0].tex)
    f(\mathbf{v}) \ge f(\mathbf{u}) + \nabla f(\mathbf{u})^\top (\mathbf{v} - \mathbf{u})
    """
    extra: list[Symbol] = []
    for part in more:
        if not isinstance(part, Symbol) or isinstance(part, Size):
            break
        extra.append(part)
    sizes = [part for part in more[len(extra) :] if not isinstance(part, str)]
    properties = tuple(part for part in more if isinstance(part, str))
    unknown = [p for p in properties if p not in PROPERTIES]
    if unknown:
        raise ValueError(f"{name}: unknown property {unknown[0]!r}; known: {', '.join(PROPERTIES)}")
    bounds = [None if bound is None else as_expr(bound) for bound in (lipschitz_gradient, strong_convexity)]
    if sizes and (properties or any(bound is not None for bound in bounds)):
        raise ShapeError(f"{name} gives vectors: the properties are those of a function whose values are numbers")
    if {"increasing", "decreasing"} & {*properties} and (extra or variable.shape):
        raise ShapeError(f"{name} takes more than one number: only a function of one increases or decreases")
    shape = shape_of(sizes)
    return Function(name, (variable, *extra), None, shape, tex, Smoothness(properties, *bounds))
