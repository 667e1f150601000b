"""Elementary functions as expressions: each entry by entry, with what it is mistaken for."""

from __future__ import annotations

from collections.abc import Iterator

from derived.algebra.brackets import ATOM, POWER, parenthesized
from derived.algebra.expressions import Expr
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value
from derived.autodiff import ELEMENTARY, apply

_CONFUSED = {"exp": ("log",), "log": ("exp",), "sigmoid": ("tanh",), "tanh": ("sigmoid",), "sin": ("cos",)}
_CONFUSED |= {"cos": ("sin",), "relu": ("abs",), "abs": ("relu",), "sign": ("abs",)}
_OTHER_OF_MATRICES = {"exp": "the matrix exponential", "log": "the matrix logarithm"}
_OTHER_OF_MATRICES |= {"sqrt": "the matrix square root", "abs": "a determinant"}


class Elementary(Expr):
    """An elementary function, entry by entry on arrays."""

    def __init__(self, name: str, part: Expr):
        super().__init__(part)
        if name in _OTHER_OF_MATRICES and len(part.shape) == 2 and part.shape[0] != "row":
            raise ShapeError(
                f"{part.tex()} is a {shape_text(part.shape)}: {name} of it would be read as "
                f"{_OTHER_OF_MATRICES[name]}; write it entry by entry, with indices"
            )
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
        """LaTeX of a power, a whole exponent beside the name of the function: sin²(x); but sin⁻¹ is the arc sine."""
        if self.name in ("sin", "cos", "tanh", "log") and exponent.isdigit():
            return f"{ELEMENTARY[self.name].tex}^{{{exponent}}}{parenthesized(self.args[0].tex())}"
        return super().tex_to(exponent)

    def compute(self, instance: Valuation) -> Value:
        return apply(self.name, self.args[0].at(instance))

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield from (Elementary(name, self.args[0]) for name in _CONFUSED.get(self.name, ()))
