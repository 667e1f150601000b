"""Elementary functions as expressions: each entry by entry, with what it is mistaken for."""

from __future__ import annotations

from collections.abc import Iterator

from derived.algebra.brackets import ATOM, POWER, parenthesized
from derived.algebra.expressions import Expr
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value
from derived.autodiff import ELEMENTARY, ElementaryFunction, apply


class Elementary(Expr):
    """An elementary function, entry by entry on arrays."""

    def __init__(self, name: str, part: Expr):
        super().__init__(part)
        self.name, self.shape = name, part.shape
        if self.rule.of_matrices and len(part.shape) == 2 and part.shape[0] != "row":
            raise ShapeError(
                f"{part.tex()} is a {shape_text(part.shape)}: {name} of it would be read as "
                f"{self.rule.of_matrices}; write it entry by entry, with indices"
            )
        self.binding = POWER if self.rule.is_power else ATOM

    @property
    def rule(self) -> ElementaryFunction:
        """What is known of the function."""
        return ELEMENTARY[self.name]

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Elementary(self.name, *args)

    def tex(self) -> str:
        inside = self.args[0].tex()
        return self.rule.notation.format(inside) if self.rule.notation else self.rule.tex + parenthesized(inside)

    def tex_to(self, exponent: str) -> str:
        """LaTeX of a power, a whole exponent beside the name of the function: sin²(x); but sin⁻¹ is the arc sine."""
        if self.rule.exponent_at_name and exponent.isdigit():
            return f"{self.rule.tex}^{{{exponent}}}{parenthesized(self.args[0].tex())}"
        return super().tex_to(exponent)

    def compute(self, instance: Valuation) -> Value:
        return apply(self.name, self.args[0].at(instance))

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield from (Elementary(name, self.args[0]) for name in self.rule.confused_with)
