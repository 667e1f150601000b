r"""Expressions: formulas that know how they are written, what shape they have, and what they are worth.

An expression keeps the order and grouping in which it was written. Three things are asked of it: its `shape`, checked
while it is being written; its `tex`, which is what the reader sees; and `at(instance)`, its value when every symbol has
one. The instance decides the kind of number (exact fractions, floats, SymPy symbols, dual numbers), the expression
never does. Each operator says beside these which of its one-symbol misprints are possible: `typos`.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy

from derived.algebra import exact
from derived.dual import ELEMENTARY, apply, power, real_part, whole

if TYPE_CHECKING:
    from derived.algebra.instances import Instance
    from derived.algebra.relations import Relation

Shape = tuple[Any, ...]

LONGEST = 1000  # terms of a sum; more come only from a bound that is not meant

# How tightly an expression binds, for parentheses: a part that binds less than its place asks is wrapped.
RELATION, SUM, PRODUCT, BIG, POWER, ATOM = 0, 1, 3, 2, 6, 9


class ShapeError(TypeError):
    """Parts of an expression do not fit together."""


def shape_text(shape: Shape) -> str:
    """A shape in words, for messages and for the list of symbols.

    Examples
    --------
    >>> shape_text((sympy.Symbol("n"), 2))
    'n × 2 matrix'
    """
    match shape:
        case ():
            return "scalar"
        case ("row", n):
            return f"row of {n}"
        case (n,):
            return f"vector of {n}"
        case (n, p):
            return f"{n} × {p} matrix"
    raise ValueError(f"{shape!r} is no shape")


class Expr:
    """A formula: an operator and its parts, in the order in which they were written.

    Attributes
    ----------
    args : tuple of Expr
        The parts.
    shape : tuple
        () for a scalar, (n,) for a column vector, ("row", n) for a row, (n, p) for a matrix.
    """

    binding = ATOM
    shape: Shape = ()

    def __init__(self, *args: Expr):
        self.args = args

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        """The same operator on other parts."""
        return type(self)(*args)

    def tex(self) -> str:
        """LaTeX, as a mathematician would write it."""
        raise NotImplementedError

    def at(self, instance: Instance) -> Any:
        """The value, with the numbers of `instance` for the symbols."""
        raise NotImplementedError

    def typos(self) -> Iterator[Expr]:
        """What one misprinted symbol of this operator (not of its parts) would make of it."""
        return iter(())

    def tex_in(self, binding: int) -> str:
        """LaTeX for a place that asks for at least this binding: in parentheses where needed."""
        return self.tex() if self.binding >= binding else parenthesized(self.tex())

    def __repr__(self) -> str:
        return self.tex()

    def __add__(self, other: Any) -> Expr:
        return Add(self, as_expr(other))

    def __radd__(self, other: Any) -> Expr:
        return Add(as_expr(other), self)

    def __sub__(self, other: Any) -> Expr:
        return Sub(self, as_expr(other))

    def __rsub__(self, other: Any) -> Expr:
        return Sub(as_expr(other), self)

    def __neg__(self) -> Expr:
        return Neg(self)

    def __mul__(self, other: Any) -> Expr:
        return Mul(self, as_expr(other))

    def __rmul__(self, other: Any) -> Expr:
        return Mul(as_expr(other), self)

    def __matmul__(self, other: Any) -> Expr:
        return MatMul(self, as_expr(other))

    def __truediv__(self, other: Any) -> Expr:
        return Div(self, as_expr(other))

    def __rtruediv__(self, other: Any) -> Expr:
        return Div(as_expr(other), self)

    def __pow__(self, exponent: Any) -> Expr:
        return Pow(self, as_expr(exponent))

    def __rpow__(self, base: Any) -> Expr:
        return Pow(as_expr(base), self)

    def __getitem__(self, index: Any) -> Expr:
        return Item(self, *(as_expr(i) for i in (index if isinstance(index, tuple) else (index,))))

    def __le__(self, other: Any) -> Relation:
        return _relation("<=", self, other)

    def __ge__(self, other: Any) -> Relation:
        return _relation(">=", self, other)

    def __lt__(self, other: Any) -> Relation:
        return _relation("<", self, other)

    def __gt__(self, other: Any) -> Relation:
        return _relation(">", self, other)

    @property
    def T(self) -> Expr:
        """The transpose."""
        return Transpose(self)


def _relation(sign: str, left: Expr, right: Any) -> Relation:
    from derived.algebra.relations import Relation  # noqa: PLC0415 (relations are built on expressions)

    return Relation(sign, left, right)


def as_expr(x: Any) -> Expr:
    """A number as an expression; an expression as it is.

    Raises
    ------
    TypeError
        If `x` is neither, a float included: write 1/2 as ``number(1) / 2``, so that it stays exact.
    """
    if isinstance(x, Expr):
        return x
    if isinstance(x, int | Fraction):
        return Number(x)
    raise TypeError(f"{x!r} is not part of an expression: use symbols, whole numbers and fractions of them")


def parenthesized(tex: str) -> str:
    r"""`tex` in parentheses that grow only where something tall is inside.

    Examples
    --------
    >>> parenthesized("a + b"), parenthesized(r"\frac{a}{b}")
    ('(a + b)', '\\left(\\frac{a}{b}\\right)')
    """
    tall = any(mark in tex for mark in (r"\frac", r"\sum", r"\prod", r"\begin", r"\left("))
    return rf"\left({tex}\right)" if tall else f"({tex})"


def walk(expr: Expr) -> Iterator[Expr]:
    """Every node of an expression, the bodies of what it names included.

    Examples
    --------
    >>> x = Symbol("x")
    >>> [e.tex() for e in walk(2 * x + 1)]
    ['2 x + 1', '2 x', '2', 'x', '1']
    """
    yield expr
    for part in expr.args:
        yield from walk(part)
    body = getattr(expr, "body", None)
    if isinstance(body, Expr):
        yield from walk(body)


# --- leaves ---------------------------------------------------------------------------------------------------------


class Number(Expr):
    """A whole number or a fraction."""

    def __init__(self, value: int | Fraction):
        super().__init__()
        self.value = Fraction(value)
        whole = self.value.denominator == 1
        self.binding = (ATOM if whole else PRODUCT) if self.value >= 0 else SUM

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        v = self.value
        sign = "-" if v < 0 else ""
        v = abs(v)
        return sign + (str(v) if v.denominator == 1 else rf"\frac{{{v.numerator}}}{{{v.denominator}}}")

    def at(self, instance: Instance) -> Any:
        return instance.number(self.value)

    def typos(self) -> Iterator[Expr]:
        v = self.value
        yield from (Number(u) for u in dict.fromkeys((v + 1, v - 1, -v, 2 * v)) if u not in (v, 1))


def number(value: int | Fraction) -> Expr:
    r"""A number as an expression: ``number(1) / 2`` is one half.

    Examples
    --------
    >>> (number(1) / 2).tex()
    '\\frac{1}{2}'
    """
    return Number(value)


class Symbol(Expr):
    """A letter that stands for a scalar, a vector or a matrix.

    Parameters
    ----------
    name : str
        As in the code: ``"X"``, ``"w"``, ``"lambda"``, ``"w_0"``, ``"y_hat"``.
    shape : tuple
        Its shape, made of sizes.
    conditions : str
        What is known of it, names of `derived.algebra.instances.CONDITIONS`, as in ``"symmetric"``.
    """

    def __init__(self, name: str, shape: Shape = (), *conditions: str, tex: str | None = None):
        super().__init__()
        self.name, self.shape, self.conditions = name, shape, conditions
        self._tex = tex or letter_tex(name, shape)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[str, Shape]:
        return self.name, self.shape

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        return self._tex

    def at(self, instance: Instance) -> Any:
        return instance[self]

    def typos(self) -> Iterator[Expr]:
        if len(self.shape) == 2 and self.shape[0] != "row":
            yield Transpose(self)


_GREEK = set(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega "  # noqa: SIM905
    "Gamma Delta Theta Lambda Sigma Phi Psi Omega varepsilon".split()
)
_ACCENTS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde"}


def letter_tex(name: str, shape: Shape = ()) -> str:
    r"""How a symbol is set: scalars in italics, vectors and matrices in bold, accents and subscripts from the name.

    Examples
    --------
    >>> letter_tex("w_hat", (3,)), letter_tex("lambda"), letter_tex("beta_1")
    ('\\hat{\\mathbf{w}}', '\\lambda', '\\beta_{1}')
    """
    base, *marks = name.split("_")
    if base in _GREEK:
        tex = rf"\boldsymbol{{\{base}}}" if shape else rf"\{base}"
    elif len(base) == 1:
        tex = rf"\mathbf{{{base}}}" if shape else base
    else:
        tex = rf"\mathrm{{{base}}}"
    for mark in marks:
        if mark in _ACCENTS:
            tex = rf"{_ACCENTS[mark]}{{{tex}}}"
        elif mark == "star":
            tex = rf"{tex}^{{\star}}"
        else:
            subscript = mark if len(mark) == 1 or mark.isdigit() else rf"\mathrm{{{mark}}}"
            tex = rf"{tex}_{{{subscript}}}"
    return tex


class Size(Symbol):
    """A whole number that says how large something is, as the n of n rows; also a scalar of the formulas.

    Sizes declared together are drawn in decreasing order, all different, so that a transpose too many does not fit.
    """

    def __init__(self, name: str, rank: int = 0):
        super().__init__(name)
        self.rank = rank

    def typos(self) -> Iterator[Expr]:
        yield Sub(self, Number(1))
        yield Add(self, Number(1))


class Index(Symbol):
    """A running index, bound by a sum or a product."""

    def typos(self) -> Iterator[Expr]:
        yield Add(self, Number(1))
        yield Sub(self, Number(1))


class SizeSymbol(sympy.Symbol):
    """A size as an entry of shapes, where SymPy's arithmetic tells n + 1 from n and 1 + n from neither."""

    rank: int

    def __new__(cls, name: str, rank: int) -> SizeSymbol:
        """A positive whole number with a name, and its place among the sizes declared with it."""
        self = cls.__xnew__(cls, name, integer=True, positive=True)  # not SymPy's cache, which knows names only
        self.rank = rank
        return self

    def _hashable_content(self) -> tuple:
        return (*super()._hashable_content(), self.rank)


def dimension(size: Any) -> Any:
    """A size, or an expression of sizes, as one entry of a shape: equal shapes compare equal.

    Raises
    ------
    ShapeError
        If it is made of anything but sizes and whole numbers.
    """
    match size:
        case int():
            return sympy.Integer(size)
        case sympy.Expr():
            return size
        case Size():
            return SizeSymbol(size.name, size.rank)
        case Number():
            return sympy.Rational(size.value.numerator, size.value.denominator)
        case Add():
            return dimension(size.args[0]) + dimension(size.args[1])
        case Sub():
            return dimension(size.args[0]) - dimension(size.args[1])
        case Mul():
            return dimension(size.args[0]) * dimension(size.args[1])
    raise ShapeError(f"{size} is no size: use names from sizes(...) and whole numbers")


class Constant(Expr):
    """An array that is the same in every instance: identity, ones or zeros."""

    def __init__(self, kind: str, shape: Shape):
        super().__init__()
        self.kind, self.shape = kind, shape

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        if not self.shape:
            return "0"
        return {"identity": r"\mathbf{I}", "ones": r"\mathbf{1}", "zeros": r"\mathbf{0}"}[self.kind]

    def at(self, instance: Instance) -> Any:
        dims = instance.dims(self.shape)
        filled = {
            "identity": lambda: np.eye(dims[0], dtype=int),
            "ones": lambda: np.ones(dims, dtype=int),
            "zeros": lambda: np.zeros(dims, dtype=int),
        }[self.kind]()
        array = np.empty(dims, dtype=object)
        array[...] = np.vectorize(lambda v: instance.number(Fraction(int(v))), otypes=[object])(filled)
        return array if dims else array.item()


def identity(n: Any) -> Expr:
    """The n × n identity matrix."""
    return Constant("identity", (dimension(n), dimension(n)))


def ones(*sizes: Any) -> Expr:
    """A vector or matrix of ones."""
    return Constant("ones", tuple(dimension(s) for s in sizes))


def zeros(*sizes: Any) -> Expr:
    """A scalar, vector or matrix of zeros."""
    return Constant("zeros", tuple(dimension(s) for s in sizes))


# --- arithmetic -----------------------------------------------------------------------------------------------------


class Add(Expr):
    """A sum of two terms of the same shape."""

    binding = SUM
    sign = "+"

    def __init__(self, left: Expr, right: Expr):
        super().__init__(left, right)
        if left.shape != right.shape:
            raise ShapeError(
                f"{left.tex()} is a {shape_text(left.shape)} and {right.tex()} a {shape_text(right.shape)}: "
                f"'{self.sign}' needs two of the same shape"
            )
        self.shape = left.shape

    def tex(self) -> str:
        return f"{self.args[0].tex_in(SUM)} {self.sign} {self.args[1].tex_in(BIG)}"

    def at(self, instance: Instance) -> Any:
        return self.args[0].at(instance) + self.args[1].at(instance)

    def typos(self) -> Iterator[Expr]:
        a, b = self.args
        yield Sub(a, b)
        yield Add(Mul(Number(2), a), b)
        yield Add(a, Mul(Number(2), b))


class Sub(Add):
    """A difference of two terms of the same shape."""

    sign = "-"

    def at(self, instance: Instance) -> Any:
        return self.args[0].at(instance) - self.args[1].at(instance)

    def typos(self) -> Iterator[Expr]:
        a, b = self.args
        yield Add(a, b)
        yield Sub(Mul(Number(2), a), b)
        yield Sub(a, Mul(Number(2), b))


class Neg(Expr):
    """A change of sign."""

    binding = SUM

    def __init__(self, part: Expr):
        super().__init__(part)
        self.shape = part.shape

    def tex(self) -> str:
        return f"-{self.args[0].tex_in(BIG)}"

    def at(self, instance: Instance) -> Any:
        return -self.args[0].at(instance)

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


def _one_lost(left: Expr, right: Expr) -> Iterator[Expr]:
    """What is left of a product when a factor that is a single letter, transposed or indexed perhaps, is lost."""
    if _is_letter(left):
        yield right
    if _is_letter(right):
        yield left


def _is_letter(e: Expr) -> bool:
    return not e.args or (isinstance(e, Transpose | Inverse | Item | Pow) and _is_letter(e.args[0]))


def _product_binding(first: Expr) -> int:
    """A product that begins with a minus sign binds like a sum: −2x needs parentheses where −x does."""
    negative = isinstance(first, Neg) or (isinstance(first, Number) and first.value < 0)
    return SUM if negative or (isinstance(first, Mul | MatMul) and first.binding == SUM) else PRODUCT


class Mul(Expr):
    """A product with a scalar."""

    binding = PRODUCT

    def __init__(self, left: Expr, right: Expr):
        super().__init__(left, right)
        if left.shape and right.shape:
            raise ShapeError(
                f"{left.tex()} is a {shape_text(left.shape)} and {right.tex()} a {shape_text(right.shape)}: "
                "use @ for their matrix product, hadamard(...) for the entrywise one"
            )
        self.shape = left.shape or right.shape
        self.binding = _product_binding(left)

    def tex(self) -> str:
        left, right = self.args
        a, b = left.tex_in(self.binding), right.tex_in(BIG if isinstance(right, Big) else POWER - 2)
        if b[0].isdigit() or (b.startswith(r"\frac") and a[-1].isdigit()):
            return rf"{a} \cdot {b}"
        return f"{a} {b}" if _ends_in_number(left) or right.shape or b[0] == "(" else rf"{a}\, {b}"

    def at(self, instance: Instance) -> Any:
        a, b = self.args[0].at(instance), self.args[1].at(instance)
        return b * a if isinstance(b, np.ndarray) else a * b  # an array knows how to be scaled, a number need not

    def typos(self) -> Iterator[Expr]:
        yield from _one_lost(*self.args)


def _ends_in_number(expr: Expr) -> bool:
    return isinstance(expr, Number) or (isinstance(expr, Div) and all(isinstance(a, Number) for a in expr.args))


class MatMul(Expr):
    """A matrix product; a vector is a column, its transpose a row."""

    binding = PRODUCT

    def __init__(self, left: Expr, right: Expr):
        super().__init__(left, right)
        self.shape = self._product_shape(left.shape, right.shape)
        self.binding = _product_binding(left)

    def _product_shape(self, a: Shape, b: Shape) -> Shape:
        match a, b:
            case ("row", n), (m,) if n == m:
                return ()
            case ("row", n), (m, p) if m != "row" and n == m:
                return ("row", p)
            case (n,), ("row", m):
                return (n, m)
            case (n, p), (m,) if n != "row" and p == m:
                return (n,)
            case (n, p), (m, q) if n != "row" and m != "row" and p == m:
                return (n, q)
        left, right = self.args
        raise ShapeError(
            f"{left.tex()} is a {shape_text(a)} and {right.tex()} a {shape_text(b)}: "
            + ("use * with a scalar" if () in (a, b) else "they cannot be multiplied; is a transpose missing?")
        )

    def tex(self) -> str:
        left, right = self.args
        return f"{left.tex_in(self.binding)} {right.tex_in(BIG if isinstance(right, Big) else POWER - 2)}"

    def at(self, instance: Instance) -> Any:
        left, right = self.args
        a, b = left.at(instance), right.at(instance)
        if right.shape[0] == "row" and len(left.shape) == 1:
            return np.multiply.outer(a, b)
        return a @ b

    def typos(self) -> Iterator[Expr]:
        yield from _one_lost(*self.args)


class Div(Expr):
    """A fraction with a scalar denominator."""

    binding = PRODUCT + 1

    def __init__(self, top: Expr, bottom: Expr):
        super().__init__(top, bottom)
        if bottom.shape:
            raise ShapeError(f"{bottom.tex()} is a {shape_text(bottom.shape)}: only a scalar divides; use inverse(...)")
        self.shape = top.shape

    def tex(self) -> str:
        return rf"\frac{{{self.args[0].tex()}}}{{{self.args[1].tex()}}}"

    def at(self, instance: Instance) -> Any:
        return self.args[0].at(instance) / self.args[1].at(instance)

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        if not self.shape:
            yield Div(Number(1), self.args[1])
        yield Mul(Number(2), self)


class Pow(Expr):
    """A power: of a scalar, or of a square matrix with a whole exponent."""

    binding = POWER

    def __init__(self, base: Expr, exponent: Expr):
        super().__init__(base, exponent)
        square = len(base.shape) == 2 and base.shape[0] == base.shape[1]
        whole = isinstance(exponent, Number) and exponent.value.denominator == 1 and exponent.value > 0
        if exponent.shape or (base.shape and not (square and whole)):
            raise ShapeError(
                f"{base.tex()} is a {shape_text(base.shape)}: scalars are raised to a power, and square matrices to a "
                "whole one"
            )
        self.shape = base.shape

    def tex(self) -> str:
        base, exponent = self.args
        if isinstance(base, Elementary) and base.name in ("sin", "cos", "tanh", "log"):
            return f"{ELEMENTARY[base.name].tex}^{{{exponent.tex()}}}{parenthesized(base.args[0].tex())}"
        return f"{base.tex_in(POWER + 1)}^{{{exponent.tex()}}}"

    def at(self, instance: Instance) -> Any:
        base, exponent = self.args
        k = exponent.value if isinstance(exponent, Number) else exponent.at(instance)
        if base.shape:
            return reduce(operator.matmul, [base.at(instance)] * whole(k))
        if isinstance(base, Norm) and base.order != 1 and real_part(k) == 2:
            return base.squared(instance)
        return power(base.at(instance), k)

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


class Transpose(Expr):
    """A transpose: rows become columns."""

    binding = POWER

    def __init__(self, part: Expr):
        super().__init__(part)
        match part.shape:
            case ():
                raise ShapeError(f"{part.tex()} is a scalar: it has no transpose")
            case ("row", n):
                self.shape = (n,)
            case (n,):
                self.shape = ("row", n)
            case (n, p):
                self.shape = (p, n)

    def tex(self) -> str:
        part = self.args[0]
        if isinstance(part, Inverse):
            return f"{part.args[0].tex_in(POWER + 1)}^{{-\\top}}"
        return f"{part.tex_in(POWER + 1)}^\\top"

    def at(self, instance: Instance) -> Any:
        return self.args[0].at(instance).T

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


class Inverse(Expr):
    """The inverse of a square matrix."""

    binding = POWER
    mark = "-1"

    def __init__(self, part: Expr):
        super().__init__(part)
        self.shape = self._shape(part)

    def _shape(self, part: Expr) -> Shape:
        if len(part.shape) != 2 or part.shape[0] != part.shape[1]:
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: only a square matrix has an inverse")
        return part.shape

    def tex(self) -> str:
        return f"{self.args[0].tex_in(POWER + 1)}^{{{self.mark}}}"

    def at(self, instance: Instance) -> Any:
        return exact.inverse(self.args[0].at(instance))

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


class PseudoInverse(Inverse):
    """The Moore–Penrose pseudo-inverse."""

    mark = "+"

    def _shape(self, part: Expr) -> Shape:
        if len(part.shape) != 2 or part.shape[0] == "row":
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: a pseudo-inverse is for a matrix")
        return part.shape[::-1]

    def at(self, instance: Instance) -> Any:
        return exact.pseudo_inverse(self.args[0].at(instance))


def inverse(matrix: Expr) -> Expr:
    """The inverse of a square matrix; ``inverse(A)`` prints A⁻¹."""
    return Inverse(matrix)


def pseudo_inverse(matrix: Expr) -> Expr:
    """The Moore–Penrose pseudo-inverse A⁺."""
    return PseudoInverse(matrix)


# --- matrices -------------------------------------------------------------------------------------------------------


class Hadamard(Expr):
    """The entrywise product of two arrays of the same shape."""

    binding = PRODUCT

    def __init__(self, left: Expr, right: Expr):
        super().__init__(left, right)
        if left.shape != right.shape or not left.shape:
            raise ShapeError(
                f"{left.tex()} is a {shape_text(left.shape)} and {right.tex()} a {shape_text(right.shape)}: "
                "the entrywise product needs two arrays of the same shape"
            )
        self.shape = left.shape

    def tex(self) -> str:
        return rf"{self.args[0].tex_in(PRODUCT)} \odot {self.args[1].tex_in(POWER - 2)}"

    def at(self, instance: Instance) -> Any:
        return self.args[0].at(instance) * self.args[1].at(instance)

    def typos(self) -> Iterator[Expr]:
        yield from _one_lost(*self.args)


def hadamard(left: Expr, right: Expr) -> Expr:
    """The entrywise product, printed with ⊙."""
    return Hadamard(left, right)


class Trace(Expr):
    """The sum of the diagonal of a square matrix."""

    def __init__(self, part: Expr):
        super().__init__(part)
        if len(part.shape) != 2 or part.shape[0] != part.shape[1]:
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: only a square matrix has a trace")

    def tex(self) -> str:
        return rf"\operatorname{{tr}}{parenthesized(self.args[0].tex())}"

    def at(self, instance: Instance) -> Any:
        return np.trace(self.args[0].at(instance))


def trace(matrix: Expr) -> Expr:
    """The trace of a square matrix."""
    return Trace(matrix)


class Diag(Expr):
    """The diagonal matrix with a vector on its diagonal."""

    def __init__(self, part: Expr):
        super().__init__(part)
        if len(part.shape) != 1:
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: diag(...) takes a vector")
        self.shape = part.shape * 2

    def tex(self) -> str:
        return rf"\operatorname{{diag}}{parenthesized(self.args[0].tex())}"

    def at(self, instance: Instance) -> Any:
        v = self.args[0].at(instance)
        array = np.full((len(v), len(v)), instance.number(Fraction(0)), dtype=object)
        np.fill_diagonal(array, v)
        return array


def diag(vector: Expr) -> Expr:
    """The diagonal matrix of a vector."""
    return Diag(vector)


class Norm(Expr):
    """A norm: of order 2 for vectors, 1 for the sum of absolute values, "F" for a matrix."""

    def __init__(self, part: Expr, order: int | str = 2):
        super().__init__(part)
        matrix = len(part.shape) == 2 and part.shape[0] != "row"
        if not part.shape or matrix != (order == "F"):
            raise ShapeError(
                f"{part.tex()} is a {shape_text(part.shape)}: norms 1 and 2 are for vectors, 'F' for matrices"
            )
        self.order = order

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Norm(args[0], self.order)

    def tex(self) -> str:
        subscript = "" if self.order == 2 else f"_{{{self.order}}}"
        return rf"\lVert {self.args[0].tex()} \rVert{subscript}"

    def squared(self, instance: Instance) -> Any:
        """The square of the norm, which is rational where the norm itself is not."""
        v = self.args[0].at(instance)
        return (v * v).sum()

    def at(self, instance: Instance) -> Any:
        if self.order == 1:
            return apply("abs", self.args[0].at(instance)).sum()
        return apply("sqrt", self.squared(instance))

    def typos(self) -> Iterator[Expr]:
        if self.order != "F":
            yield Norm(self.args[0], 3 - int(self.order))


def norm(x: Expr, order: int | str = 2) -> Expr:
    """A norm: ``norm(x)``, ``norm(x, 1)``, ``norm(A, "F")``."""
    return Norm(x, order)


class Block(Expr):
    """A matrix made of blocks, or a vector of stacked vectors."""

    def __init__(self, rows: list[list[Expr]]):
        self.layout = [len(row) for row in rows]
        super().__init__(*(b for row in rows for b in row))
        if all(len(row) == 1 and len(row[0].shape) == 1 for row in rows):
            self.shape = (sum(row[0].shape[0] for row in rows),)
            return
        heights = [{_as_matrix(b.shape)[0] for b in row} for row in rows]
        widths = {sum(_as_matrix(b.shape)[1] for b in row) for row in rows}
        if any(len(h) != 1 for h in heights) or len(widths) != 1:
            raise ShapeError("the blocks do not tile: " + ", ".join(shape_text(b.shape) for b in self.args))
        self.shape = (sum(h.pop() for h in heights), widths.pop())

    def _rows(self, parts: Any) -> list[list[Any]]:
        it = iter(parts)
        return [[next(it) for _ in range(k)] for k in self.layout]

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Block(self._rows(args))

    def tex(self) -> str:
        rows = [" & ".join(b.tex() for b in row) for row in self._rows(self.args)]
        return r"\begin{bmatrix}" + r" \\ ".join(rows) + r"\end{bmatrix}"

    def at(self, instance: Instance) -> Any:
        if len(self.shape) == 1:
            return np.concatenate([b.at(instance) for b in self.args])
        values = [np.reshape(b.at(instance), instance.dims(_as_matrix(b.shape))) for b in self.args]
        return np.block(self._rows(values))


def _as_matrix(shape: Shape) -> Shape:
    match shape:
        case ():
            return (sympy.Integer(1), sympy.Integer(1))
        case ("row", n):
            return (sympy.Integer(1), n)
        case (n,):
            return (n, sympy.Integer(1))
    return shape


def block(rows: list[list[Any]]) -> Expr:
    """A block matrix: ``block([[ones(n), X]])`` puts a column of ones before X."""
    return Block([[as_expr(b) for b in row] for row in rows])


# --- indices, sums and products -------------------------------------------------------------------------------------


class Item(Expr):
    """An entry x_i or X_ij, or the row x_i of a matrix as a column vector."""

    binding = POWER + 1

    def __init__(self, array: Expr, *index: Expr):
        super().__init__(array, *index)
        if any(i.shape for i in index) or len(index) > len(array.shape) or not array.shape:
            raise ShapeError(f"{array.tex()} is a {shape_text(array.shape)}: it cannot have {len(index)} indices")
        self.shape = array.shape[2:] if array.shape[0] == "row" else array.shape[len(index) :]

    def tex(self) -> str:
        array, *index = self.args
        name = array.tex_in(POWER + 1)
        if isinstance(array, Symbol) and len(array.shape) >= 1 and array.shape[0] != "row":
            name = letter_tex(array.name.lower() if len(array.shape) == 2 else array.name, self.shape)
        if isinstance(array, Symbol) and array.shape[0] != "row" and "_{" in name:
            name = f"{{{name}}}"
        comma = "," if len(index) > 1 and any(not isinstance(i, Index) for i in index) else ""
        return f"{name}_{{{comma.join(i.tex() for i in index)}}}"

    def at(self, instance: Instance) -> Any:
        array, *index = self.args
        values = array.at(instance)
        places = tuple(whole(i.at(instance)) - 1 for i in index)
        if any(not 0 <= k < size for k, size in zip(places, values.shape, strict=False)):
            raise IndexError(f"{self.tex()} asks for entry {tuple(k + 1 for k in places)} of {values.shape}")
        return values[places]


class Big(Expr):
    """What the indexed sum and product share: an index that runs, and a body."""

    binding = BIG
    sign = ""

    def __init__(self, index: Index, low: Expr, high: Expr, body: Expr):
        super().__init__(low, high, body)
        self.index, self.shape = index, body.shape

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return type(self)(self.index, *args)

    def tex(self) -> str:
        low, high, body = self.args
        return rf"{self.sign}_{{{self.index.tex()}={low.tex()}}}^{{{high.tex()}}} {body.tex_in(BIG)}"

    def terms(self, instance: Instance) -> list[Any]:
        """The values of the body, the index running from low to high."""
        low, high, body = self.args
        steps = range(whole(low.at(instance)), whole(high.at(instance)) + 1)
        if len(steps) > LONGEST:
            raise IndexError(f"{self.tex()} would have {len(steps)} terms: its bounds are no sizes")
        return [body.at(instance.bind({self.index: instance.number(Fraction(i))})) for i in steps]

    def typos(self) -> Iterator[Expr]:
        other = Prod if isinstance(self, Sum) else Sum
        if not self.shape:
            yield other(self.index, *self.args)
        yield Mul(Number(2), self)


class Sum(Big):
    """An indexed sum."""

    sign = r"\sum"

    def at(self, instance: Instance) -> Any:
        empty = instance.number(Fraction(0))
        if self.shape:
            empty = np.full(instance.dims(tuple(d for d in self.shape if d != "row")), empty, dtype=object)
        return sum(self.terms(instance), start=empty)


class Prod(Big):
    """An indexed product of scalars."""

    sign = r"\prod"

    def __init__(self, index: Index, low: Expr, high: Expr, body: Expr):
        super().__init__(index, low, high, body)
        if body.shape:
            raise ShapeError(f"{body.tex()} is a {shape_text(body.shape)}: an indexed product is of scalars")

    def at(self, instance: Instance) -> Any:
        product = instance.number(Fraction(1))
        for term in self.terms(instance):
            product = product * term
        return product


def _bounds(bounds: Any) -> tuple[Expr, Expr]:
    low, high = bounds if isinstance(bounds, tuple) else (1, bounds)
    return as_expr(low), as_expr(high)


def summation(index: Index, bounds: Any, body: Any) -> Expr:
    """An indexed sum: ``summation(i, n, x[i])``, or ``summation(i, (2, n), ...)`` from 2."""
    return Sum(index, *_bounds(bounds), as_expr(body))


def product(index: Index, bounds: Any, body: Any) -> Expr:
    """An indexed product of scalars, with bounds as in `summation`."""
    return Prod(index, *_bounds(bounds), as_expr(body))


class Extreme(Expr):
    """The largest or smallest entry of a vector, or value of an indexed expression."""

    def __init__(self, kind: str, part: Expr):
        super().__init__(part)
        if not isinstance(part, Sum) and len(part.shape) != 1:
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: the largest entry is of a vector")
        self.kind = kind

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Extreme(self.kind, *args)

    def tex(self) -> str:
        part = self.args[0]
        if isinstance(part, Sum):
            low, high, body = part.args
            return rf"\{self.kind}_{{{low.tex()} \le {part.index.tex()} \le {high.tex()}}} {body.tex_in(BIG)}"
        return rf"\{self.kind}_{{k}} {part.tex_in(POWER + 1)}_{{k}}"

    def at(self, instance: Instance) -> Any:
        part = self.args[0]
        values = part.terms(instance) if isinstance(part, Sum) else list(part.at(instance))
        if not values:
            raise IndexError(f"{self.tex()} has no values to choose from")
        return (max if self.kind == "max" else min)(values, key=real_part)

    def typos(self) -> Iterator[Expr]:
        yield Extreme("min" if self.kind == "max" else "max", self.args[0])


def maximum(index: Index, bounds: Any, body: Any) -> Expr:
    """The largest value of an indexed expression, with bounds as in `summation`."""
    return Extreme("max", summation(index, bounds, body))


# --- functions of numbers -------------------------------------------------------------------------------------------

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
    """The vector of exponentials, divided by their sum."""

    def __init__(self, part: Expr):
        super().__init__(part)
        if len(part.shape) != 1:
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: softmax takes a vector")
        self.shape = part.shape

    def tex(self) -> str:
        return rf"\operatorname{{softmax}}{parenthesized(self.args[0].tex())}"

    def at(self, instance: Instance) -> Any:
        e = apply("exp", self.args[0].at(instance))
        return e / e.sum()

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


class LogSumExp(Softmax):
    """The logarithm of the sum of exponentials."""

    def __init__(self, part: Expr):
        super().__init__(part)
        self.shape = ()

    def tex(self) -> str:
        return rf"\operatorname{{LSE}}{parenthesized(self.args[0].tex())}"

    def at(self, instance: Instance) -> Any:
        return apply("log", apply("exp", self.args[0].at(instance)).sum())

    def typos(self) -> Iterator[Expr]:
        return iter(())


def softmax(x: Expr) -> Expr:
    """The softmax of a vector."""
    return Softmax(x)


def logsumexp(x: Expr) -> Expr:
    """Log Σ exp of a vector, printed LSE."""
    return LogSumExp(x)
