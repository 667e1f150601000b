"""Functions with a name: exp, log, sigmoid and their like entry by entry, softmax and log-sum-exp of a vector."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from derived.algebra.expressions import ATOM, POWER, Expr, as_expr
from derived.algebra.letters import parenthesized
from derived.algebra.shapes import ShapeError, shape_text
from derived.dual import ELEMENTARY, apply

if TYPE_CHECKING:
    from derived.algebra.instances import Instance


_CONFUSED = {"exp": ("log",), "log": ("exp",), "sigmoid": ("tanh",), "tanh": ("sigmoid",), "sin": ("cos",)}
_CONFUSED |= {"cos": ("sin",), "relu": ("abs",), "abs": ("relu",), "sign": ("abs",)}


class Elementary(Expr):
    """An elementary function, entry by entry on arrays."""

    def __init__(self, name: str, part: Expr):
        super().__init__(part)
        self.name, self.shape = name, part.shape
        self.binding = POWER if name == "exp" else ATOM

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Elementary(self.name, *args)

    def tex(self) -> str:
        inside = self.args[0].tex()
        match self.name:
            case "exp":
                return rf"e^{{{inside}}}"
            case "sqrt":
                return rf"\sqrt{{{inside}}}"
            case "abs":
                return rf"\left\lvert {inside} \right\rvert"
        return ELEMENTARY[self.name].tex + parenthesized(inside)

    def tex_to(self, exponent: str) -> str:
        """LaTeX of a power, the exponent beside the name of the function: sin²(x)."""
        if self.name in ("sin", "cos", "tanh", "log"):
            return f"{ELEMENTARY[self.name].tex}^{{{exponent}}}{parenthesized(self.args[0].tex())}"
        return super().tex_to(exponent)

    def at(self, instance: Instance) -> Any:
        return apply(self.name, self.args[0].at(instance))

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield from (Elementary(name, self.args[0]) for name in _CONFUSED.get(self.name, ()))


def exp(x: Any) -> Expr:
    """The exponential, entry by entry on a vector."""
    return Elementary("exp", as_expr(x))


def log(x: Any) -> Expr:
    """The natural logarithm."""
    return Elementary("log", as_expr(x))


def sqrt(x: Any) -> Expr:
    """The square root."""
    return Elementary("sqrt", as_expr(x))


def tanh(x: Any) -> Expr:
    """The hyperbolic tangent."""
    return Elementary("tanh", as_expr(x))


def sin(x: Any) -> Expr:
    """The sine."""
    return Elementary("sin", as_expr(x))


def cos(x: Any) -> Expr:
    """The cosine."""
    return Elementary("cos", as_expr(x))


def sigmoid(x: Any) -> Expr:
    """The logistic function 1/(1 + e⁻ˣ), printed σ."""
    return Elementary("sigmoid", as_expr(x))


def relu(x: Any) -> Expr:
    """The positive part max(x, 0)."""
    return Elementary("relu", as_expr(x))


def absolute(x: Any) -> Expr:
    """The absolute value."""
    return Elementary("abs", as_expr(x))


def sign(x: Any) -> Expr:
    """−1, 0 or 1."""
    return Elementary("sign", as_expr(x))


class Softmax(Expr):
    """The exponentials of a vector, or of each row of a matrix, divided by their sum."""

    def __init__(self, part: Expr):
        super().__init__(part)
        if not part.shape or part.shape[0] == "row":
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: softmax takes a vector, or rows of a matrix")
        self.shape = part.shape

    def tex(self) -> str:
        return rf"\operatorname{{softmax}}{parenthesized(self.args[0].tex())}"

    def at(self, instance: Instance) -> Any:
        e = apply("exp", self.args[0].at(instance))
        return e / e.sum(axis=-1, keepdims=True)

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


class LogSumExp(Softmax):
    """The logarithm of the sum of exponentials of a vector, or of each row of a matrix."""

    def __init__(self, part: Expr):
        super().__init__(part)
        self.shape = part.shape[:-1]

    def tex(self) -> str:
        return rf"\operatorname{{LSE}}{parenthesized(self.args[0].tex())}"

    def at(self, instance: Instance) -> Any:
        return apply("log", apply("exp", self.args[0].at(instance)).sum(axis=-1))

    def typos(self) -> Iterator[Expr]:
        return iter(())


def softmax(x: Expr) -> Expr:
    """The softmax of a vector, or of each row of a matrix."""
    return Softmax(x)


def logsumexp(x: Expr) -> Expr:
    """Log Σ exp of a vector, or of each row of a matrix, printed LSE."""
    return LogSumExp(x)
