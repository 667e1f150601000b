r"""Expressions: formulas that know how they are written, what shape they have, and what they are worth.

An expression keeps the order and grouping in which it was written. Three things are asked of it: its `shape`, checked
while it is being written; its `tex`, which is what the reader sees; and `at(instance)`, its value when every symbol has
one. The instance decides the kind of number (exact fractions, floats, SymPy symbols, dual numbers), the expression
never does. Each operator says beside these which of its one-symbol misprints are possible: `typos`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy

from derived.algebra import exact
from derived.algebra.designs import Comparison, comparison_tex
from derived.algebra.drawing import check_conditions
from derived.algebra.letters import letter_tex, not_bold, parenthesized, superscripted
from derived.algebra.random_numbers import RandomNumber, chosen
from derived.algebra.shapes import Shape, ShapeError, SizeSymbol, shape_text
from derived.autodiff import power, whole

if TYPE_CHECKING:
    from derived.algebra.instances import Instance
    from derived.algebra.relations import Relation


def _remembered(tex: Callable[[Any], str]) -> Callable[[Any], str]:
    """`tex`, written once for each node: the misprints of a formula share all but one path of it."""

    @wraps(tex)
    def written(self: Expr) -> str:
        if "_written" not in self.__dict__:
            self.__dict__["_written"] = tex(self)
        return self.__dict__["_written"]

    return written


# How tightly an expression binds, for parentheses: a part that binds less than its place asks is wrapped.
RELATION, MODULO, SUM, BIG, PRODUCT, POWER, ATOM = 0, 1, 2, 3, 4, 7, 10


EVERY_DIGIT = 25  # to which numbers of sixty digits are compared


class Expr:
    """A formula: an operator and its parts, in the order in which they were written.

    Parameters
    ----------
    *args : Expr
        The parts.

    Attributes
    ----------
    args : tuple of Expr
        The parts.
    shape : tuple
        () for a scalar, (n,) for a column vector, ("row", n) for a row, (n, p) for a matrix.

    Examples
    --------
    >>> from derived.algebra import Instance, scalar
    >>> x = scalar("x")
    >>> formula = x * (x + 1) - x  # kept as it was written
    >>> formula, formula.args
    (x (x + 1) - x, (x (x + 1), x))
    >>> formula.at(Instance(0)) == (x**2).at(Instance(0))
    True
    """

    binding = ATOM
    binding_as_factor = POWER - 2
    takes_what_follows = False  # whether it ends in a limit or a minimum, as it seems of a term after it, too
    open_ended = False  # whether it ends in something, as in a sum over i, that would take in a factor after it
    shape: Shape = ()
    fits = True  # whether its shapes do; if not, it is a misprint that can be printed and has no value
    takes_relations = False
    is_letter = False  # whether it is one letter, with an index perhaps
    branches = False  # whether it behaves differently in different places, so that a check has to look at many
    digits = EVERY_DIGIT  # how many digits of a rounded value are right

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "tex" in cls.__dict__:
            cls.tex = _remembered(cls.tex)  # type: ignore[assignment,method-assign]

    def __init__(self, *args: Expr):
        for part in args:
            if part.binding == RELATION and not self.takes_relations:
                raise ShapeError(f"{part.tex()} is true or false, and no number: it cannot be part of a formula")
        self.args = args

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        """The same operator on other parts."""
        return type(self)(*args)

    def revised(self, **attributes: Any) -> Expr:
        """A copy with other attributes, its parts included, whose shapes nobody has checked."""
        copy = object.__new__(type(self))
        copy.__dict__.update(self.attributes | attributes)
        return copy

    @property
    def attributes(self) -> dict[str, Any]:
        """What it was made with, without what was only remembered since."""
        remembered = ("_written", "_form")
        return {
            name: value
            for name, value in vars(self).items()
            if name not in remembered and not isinstance(getattr(type(self), name, None), cached_property)
        }

    def is_label(self, k: int) -> bool:
        """Whether its part k is printed small, as an index or a bound: no sign or exponent is put there."""
        return False

    def tex(self) -> str:
        """LaTeX, as a mathematician would write it."""
        raise NotImplementedError

    def at(self, instance: Instance) -> Any:
        """The value, with the numbers of `instance` for the symbols; computed once, if the instance keeps it."""
        return instance.value_of(self)

    def compute(self, instance: Instance) -> Any:
        """The value from those of the parts, as each operator has it."""
        raise NotImplementedError

    def typos(self) -> Iterator[Expr]:
        """What one misprinted symbol of this operator (not of its parts) would make of it."""
        return iter(())

    def thresholds(self) -> Iterator[int]:
        """Whole numbers in it at which it behaves differently, so that sizes are tried beyond them."""
        return iter(())

    def equal_if(self, other: Expr) -> tuple[str, Expr, Expr] | None:
        """A theorem by which another formula is worth the same, in words, and what two formulas have to be equal."""
        return None

    def also_true(self, misprint: Expr) -> str | None:
        """Why a line with a misprint of this in its place, which no check rejects, is true without being the same."""
        return None

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """What decides its value and is not printed with it, as the body of a name."""
        return ()

    @cached_property
    def nodes(self) -> tuple[Expr, ...]:
        """Every node, as `walk` meets them, for what asks again and again."""
        return tuple(walk(self))

    @cached_property
    def depends(self) -> frozenset[Any]:
        """The letters, spaces and functions on which its value may depend; those that it binds itself are none."""
        return frozenset().union(*(part.depends for part in (*self.args, *self.hidden)))

    def tex_in(self, binding: int) -> str:
        """LaTeX for a place that asks for at least this binding: in parentheses where needed."""
        return self.tex() if self.binding >= binding else parenthesized(self.tex())

    def tex_before(self, binding: int) -> str:
        """LaTeX for the left of a product: in parentheses also where the other factor would be taken in."""
        return parenthesized(self.tex()) if self.open_ended else self.tex_in(binding)

    def ends_openly(self, binding: int) -> bool:
        """Whether a place that asks for this binding leaves it open-ended: without parentheses around it."""
        return self.open_ended and self.binding >= binding

    def tex_to(self, exponent: str) -> str:
        """LaTeX of a power of it."""
        return f"{self.tex_in(POWER + 1)}^{{{exponent}}}"

    def tex_at(self, subscript: str, shape: Shape) -> str:
        """LaTeX of an entry of it, or of a row, which is then of a shape."""
        return f"{self.tex_in(POWER + 1)}_{{{subscript}}}"

    def to_power(self, exponent: Any, instance: Instance) -> Any:
        """The value of a power of a scalar."""
        return power(self.at(instance), exponent)

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


def as_written(kind: type[Expr], *parts: Expr) -> Expr:
    r"""An operator on these parts, whether or not their shapes fit: if not, it can be printed and no more.

    Examples
    --------
    >>> A, v = Symbol("A", (2, 3)), Symbol("v", (2,))
    >>> wrong = as_written(MatMul, A, v)
    >>> wrong, wrong.fits
    (\mathbf{A} \mathbf{v}, False)
    """
    node = object.__new__(kind)
    fits = all(part.fits for part in parts)
    try:
        node.__init__(*parts)  # type: ignore[misc]
    except ShapeError:
        fits = False
    if not fits:
        node.args, node.fits, node.shape = parts, False, parts[0].shape
    return node


class Unwritable(Expr):
    """What a misprint may print and no expression can: the letter of an array where an entry was meant, a lost half.

    Parameters
    ----------
    tex : str
        What is printed.
    like : Expr
        In whose place.
    """

    fits = False

    def __init__(self, tex: str, like: Expr):
        super().__init__()
        self._tex, self.shape, self.binding = tex, like.shape, like.binding

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        return self._tex


def bound_letter(node: Expr) -> Symbol | None:
    """The letter that a node gives values to, as a sum does its index, a derivative its variable."""
    letter = getattr(node, "index", None) or getattr(node, "symbol", None)
    return letter if isinstance(letter, Symbol) else None


def walk(expr: Expr, entered: frozenset[int] = frozenset()) -> Iterator[Expr]:
    """Every node of an expression, the bodies of what it names and the rules of its sequences included.

    Examples
    --------
    >>> x = Symbol("x")
    >>> [e.tex() for e in walk(2 * x + 1)]
    ['2 x + 1', '2 x', '2', 'x', '1']
    """
    yield expr
    for part in expr.args:
        yield from walk(part, entered)
    for body in expr.hidden:
        if id(body) not in entered:  # the rule of a sequence speaks of its other terms
            yield from walk(body, entered | {id(body)})


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

    def compute(self, instance: Instance) -> Any:
        return instance.number(self.value)

    def typos(self) -> Iterator[Expr]:
        v, one = abs(self.value), (1 if self.value >= 0 else -1)
        top, bottom = v.numerator, v.denominator
        wrong = {v + 1, abs(v - 1)}
        if bottom > 1:
            digits = [(top + 1, bottom), (top - 1, bottom), (top, bottom + 1), (top, bottom - 1)]
            wrong = {Fraction(*of) for of in (*digits, (top, 1), (1, bottom), (bottom, top))}
        yield from (Number(one * u) for u in sorted(wrong - {v}))
        if one < 0:
            yield Number(v)


def number(value: int | Fraction) -> Expr:
    r"""A number as an expression: ``number(1) / 2`` is one half.

    Examples
    --------
    >>> (number(1) / 2).tex()
    '\\frac{1}{2}'
    """
    return Number(value)


class Symbol(Expr):
    r"""A letter that stands for a scalar, a vector or a matrix.

    Parameters
    ----------
    name : str
        As in the code: ``"X"``, ``"w"``, ``"lambda"``, ``"w_0"``, ``"y_hat"``.
    shape : tuple
        Its shape, made of sizes.
    *conditions : str
        What is known of it, names of `derived.algebra.drawing.CONDITIONS`, as in ``"symmetric"``.
    tex : str, optional
        How it is set, where that does not follow from the name.

    Examples
    --------
    >>> from derived.algebra import Symbol, scalar, vector
    >>> Symbol("beta_1"), Symbol("y_hat", (3,)), Symbol("e", tex=r"\varepsilon")
    (\beta_{1}, \hat{\mathbf{y}}, \varepsilon)
    >>> Symbol("x") == scalar("x"), Symbol("x") == vector("x", 3)  # a letter is its name and its shape
    (True, False)
    """

    is_letter = True

    def __init__(self, name: str, shape: Shape = (), *conditions: str, tex: str | None = None):
        super().__init__()
        check_conditions(name, conditions)
        self.name, self.shape, self.conditions = name, shape, conditions
        self._tex = tex or letter_tex(name, shape)
        if superscripted(self._tex):
            self.binding = POWER

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[str, Shape]:
        return self.name, self.shape

    @cached_property
    def depends(self) -> frozenset[Any]:
        return frozenset((self,)).union(*(part.depends for part in self.hidden))

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        return self._tex

    def tex_of_part(self, shape: Shape) -> str:
        """LaTeX of an entry or a row, before its index: in lower case, unless the author chose the letter."""
        if self._tex != letter_tex(self.name, self.shape):
            return self._tex if shape else not_bold(self._tex)
        return letter_tex(self.name.lower() if len(self.shape) == 2 else self.name, shape)

    def tex_at(self, subscript: str, shape: Shape) -> str:
        if self.shape[0] == "row":
            return super().tex_at(subscript, shape)
        name = self.tex_of_part(shape)
        return f"{{{name}}}_{{{subscript}}}" if "_" in name else f"{name}_{{{subscript}}}"

    @property
    def running(self) -> Any:
        """The letter as a sum or a recurrence lets it run, over whatever it stands for outside."""
        return self

    def with_value(self, instance: Instance, value: Any) -> Instance:
        """The instance in which this letter has another value."""
        return instance.bind({self: value})

    def compute(self, instance: Instance) -> Any:
        return instance[self]


class Size(Symbol):
    """A whole number from 1 on that says how large something is, as the n of n rows; also a scalar of the formulas.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    rank : int
        Its place among the sizes declared together, 0 for the last.
    comparisons : tuple of (str, str, str or int)
        What is known of it: ("n", ">", "p"), ("n", ">=", 2).

    Examples
    --------
    >>> from derived.algebra import Instance, Size, vector
    >>> n, p = Size("n", rank=1), Size("p", rank=0)
    >>> x, here = vector("x", n + p), Instance(0)
    >>> here[n] > here[p], len(here[x]) == (n + p).at(here)
    (True, True)
    """

    def __init__(self, name: str, rank: int = 0, comparisons: tuple[Comparison, ...] = ()):
        super().__init__(name)
        self.rank, self.comparisons = rank, comparisons
        self.conditions = tuple(comparison_tex(comparison) for comparison in comparisons)

    def typos(self) -> Iterator[Expr]:
        yield Sub(self, Number(1))
        yield Add(self, Number(1))


class Index(Symbol):
    """A running index, bound by a sum or a product.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    tex : str, optional
        How it is set, where that does not follow from the name.

    Examples
    --------
    >>> from derived.algebra import Index
    >>> i = Index("i")
    >>> list(i.typos())  # an index is misprinted by a shift
    [i + 1, i - 1]
    """

    def __init__(self, name: str, tex: str | None = None):
        super().__init__(name, tex=tex)

    def typos(self) -> Iterator[Expr]:
        yield Add(self, Number(1))
        yield Sub(self, Number(1))


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
            return SizeSymbol(size.name, size.rank, size.comparisons)
        case Number():
            return sympy.Rational(size.value.numerator, size.value.denominator)
        case Sub():  # before the sum, of which it is a kind
            return dimension(size.args[0]) - dimension(size.args[1])
        case Add():
            return dimension(size.args[0]) + dimension(size.args[1])
        case Mul():
            return dimension(size.args[0]) * dimension(size.args[1])
        case Expr() if hasattr(size, "as_size"):  # a rounded fraction of sizes
            return size.as_size()
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

    def compute(self, instance: Instance) -> Any:
        dims = instance.dims(self.shape)
        filled = {
            "identity": lambda: np.eye(dims[0], dtype=int),
            "ones": lambda: np.ones(dims, dtype=int),
            "zeros": lambda: np.zeros(dims, dtype=int),
        }[self.kind]()
        array = np.empty(dims, dtype=object)
        array[...] = np.vectorize(lambda v: instance.number(Fraction(int(v))), otypes=[object])(filled)
        return array if dims else array.item()

    def typos(self) -> Iterator[Expr]:
        if not self.shape:
            yield Number(1)
        elif self.kind != "identity":
            yield Constant("zeros" if self.kind == "ones" else "ones", self.shape)


def identity(n: Any) -> Expr:
    r"""The n × n identity matrix.

    Parameters
    ----------
    n : Size, Expr of sizes or int
        How many rows and columns.

    Returns
    -------
    Expr of shape (n, n)

    Raises
    ------
    ShapeError
        If `n` is no size.

    Examples
    --------
    >>> from derived.algebra import Instance, identity, matrix, scalar, sizes
    >>> n, p = sizes("n p")
    >>> X, lam = matrix("X", n, p), scalar("lambda", "positive")
    >>> X.T @ X + lam * identity(p)  # as in ridge regression
    \mathbf{X}^\top \mathbf{X} + \lambda \mathbf{I}
    >>> identity(2).at(Instance(0)).astype(int).tolist()
    [[1, 0], [0, 1]]
    """
    return Constant("identity", (dimension(n), dimension(n)))


def ones(*sizes: Any) -> Expr:
    r"""A vector or matrix of ones.

    Parameters
    ----------
    *sizes : Size, Expr of sizes or int
        One for a vector, two for a matrix.

    Returns
    -------
    Expr of shape (n,) or (n, p)

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.

    Examples
    --------
    >>> from derived.algebra import index, ones, summation, vector
    >>> from derived.derivation import Derivation
    >>> x, i = vector("x", 3), index("i")
    >>> d = Derivation("A sum", label="total").start(ones(3).T @ x)
    >>> print(d.equals(summation(i, 3, x[i]), because="every factor is 1").lines[0].tex)
    \mathbf{1}^\top \mathbf{x} = \sum_{i=1}^{3} x_{i}
    """
    return Constant("ones", tuple(dimension(s) for s in sizes))


def zeros(*sizes: Any) -> Expr:
    r"""A scalar, vector or matrix of zeros.

    Parameters
    ----------
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.

    Returns
    -------
    Expr of shape (), (n,) or (n, p)

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.

    Examples
    --------
    >>> from derived.algebra import Instance, softmax, zeros
    >>> softmax(zeros(4)), softmax(zeros(4)).at(Instance(0, "float")).tolist()
    (\operatorname{softmax}(\mathbf{0}), [0.25, 0.25, 0.25, 0.25])
    """
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
        self.shape, self.takes_what_follows = left.shape, right.takes_what_follows

    def tex(self) -> str:
        left, right = self.args
        first = parenthesized(left.tex()) if left.takes_what_follows else left.tex_in(SUM)
        return f"{first} {self.sign} {right.tex_in(BIG)}"

    def compute(self, instance: Instance) -> Any:
        return self.args[0].at(instance) + self.args[1].at(instance)

    def typos(self) -> Iterator[Expr]:
        yield Sub(*self.args)
        yield from one_lost(self)


class Sub(Add):
    """A difference of two terms of the same shape."""

    sign = "-"

    def compute(self, instance: Instance) -> Any:
        return self.args[0].at(instance) - self.args[1].at(instance)

    def typos(self) -> Iterator[Expr]:
        yield Add(*self.args)
        yield from one_lost(self)


class Neg(Expr):
    """A change of sign."""

    binding = SUM

    def __init__(self, part: Expr):
        super().__init__(part)
        self.shape, self.open_ended = part.shape, part.ends_openly(BIG)
        self.takes_what_follows = part.takes_what_follows

    def tex(self) -> str:
        return f"-{self.args[0].tex_in(BIG)}"

    def compute(self, instance: Instance) -> Any:
        return -self.args[0].at(instance)

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


def one_lost(e: Expr) -> Iterator[Expr]:
    """What is left of a sum or a product of several when its last part is lost, or, of two, the first.

    A sign in front stays: of a − b without a is left −b, of −a b without a as well.
    """
    left, right = e.args
    yield left
    same_kind = isinstance(left, Add if isinstance(e, Add) else Mul | MatMul)
    if same_kind and (isinstance(e, Add) or not left.open_ended):
        return  # of the parts of the left, each is lost in its own turn
    negative = isinstance(e, Sub) or (not isinstance(e, Add) and is_negative(left))
    yield Neg(right) if negative else right


def is_zero(e: Expr) -> bool:
    """Whether it is the number or an array of zeros."""
    return (isinstance(e, Number) and e.value == 0) or (isinstance(e, Constant) and e.kind == "zeros")


def is_negative(e: Expr) -> bool:
    """Whether it begins with a minus sign."""
    return isinstance(e, Neg) or (isinstance(e, Number) and e.value < 0)


def _product_binding(first: Expr) -> int:
    """A product that begins with a minus sign binds like a sum: −2x needs parentheses where −x does."""
    negative = is_negative(first)
    negative |= isinstance(first, Mul | MatMul) and first.binding == SUM
    return SUM if negative and not first.open_ended else PRODUCT


class Mul(Expr):
    """A product with a scalar."""

    binding = PRODUCT

    def __init__(self, left: Expr, right: Expr):
        super().__init__(left, right)
        self.binding, self.open_ended = _product_binding(left), right.ends_openly(right.binding_as_factor)
        self.takes_what_follows = right.takes_what_follows
        if left.shape and right.shape:
            raise ShapeError(
                f"{left.tex()} is a {shape_text(left.shape)} and {right.tex()} a {shape_text(right.shape)}: "
                "use @ for their matrix product, hadamard(...) for the entrywise one"
            )
        self.shape = left.shape or right.shape

    def tex(self) -> str:
        left, right = self.args
        a, b = left.tex_before(self.binding), right.tex_in(right.binding_as_factor)
        if b[0].isdigit() or (b.startswith(r"\frac") and a[-1].isdigit()):
            return rf"{a} \cdot {b}"
        return f"{a} {b}" if _ends_in_number(left) or right.shape or b[0] == "(" else rf"{a}\, {b}"

    def compute(self, instance: Instance) -> Any:
        a, b = self.args[0].at(instance), self.args[1].at(instance)
        return b * a if isinstance(b, np.ndarray) else a * b  # an array knows how to be scaled, a number need not

    def typos(self) -> Iterator[Expr]:
        yield from one_lost(self)


def _ends_in_number(expr: Expr) -> bool:
    return isinstance(expr, Number) or (isinstance(expr, Div) and all(isinstance(a, Number) for a in expr.args))


class MatMul(Expr):
    """A matrix product; a vector is a column, its transpose a row."""

    binding = PRODUCT

    def __init__(self, left: Expr, right: Expr):
        super().__init__(left, right)
        self.binding, self.open_ended = _product_binding(left), right.ends_openly(right.binding_as_factor)
        self.shape = self._product_shape(left.shape, right.shape)

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
        return f"{left.tex_before(self.binding)} {right.tex_in(right.binding_as_factor)}"

    def compute(self, instance: Instance) -> Any:
        left, right = self.args
        a, b = left.at(instance), right.at(instance)
        if right.shape[0] == "row" and len(left.shape) == 1:
            return np.multiply.outer(a, b)
        return a @ b

    def typos(self) -> Iterator[Expr]:
        yield from one_lost(self)


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

    def compute(self, instance: Instance) -> Any:
        return self.args[0].at(instance) / self.args[1].at(instance)

    def typos(self) -> Iterator[Expr]:
        top, bottom = self.args
        yield top
        yield as_written(Div, Number(1), bottom)
        yield as_written(Div, bottom, top)
        yield Mul(Number(2), self)


class Pow(Expr):
    """A power: of a scalar, or of a square matrix with a whole exponent, a letter perhaps; the power 0 is 1, or I."""

    binding = POWER

    def __init__(self, base: Expr, exponent: Expr):
        super().__init__(base, exponent)
        square = len(base.shape) == 2 and base.shape[0] == base.shape[1]
        if exponent.shape or (base.shape and not (square and _is_count(exponent))):
            raise ShapeError(
                f"{base.tex()} is a {shape_text(base.shape)}: scalars are raised to a power, and square matrices to a "
                "whole one, not below zero: a number, or a letter declared as a size, an index or whole"
            )
        self.shape = base.shape

    def tex(self) -> str:
        base, exponent = self.args
        return base.tex_to(exponent.tex())

    def compute(self, instance: Instance) -> Any:
        base, exponent = self.args
        k = exponent.value if isinstance(exponent, Number) else exponent.at(instance)
        return exact.matrix_power(base.at(instance), whole(k)) if base.shape else base.to_power(k, instance)

    def typos(self) -> Iterator[Expr]:
        base, exponent = self.args
        if not (isinstance(exponent, Number) and exponent.value == 2):  # else it becomes 1
            yield base


def _is_count(exponent: Expr) -> bool:
    """Whether it is a whole number by declaration, and none that is printed as negative."""
    if isinstance(exponent, Number):
        return exponent.value.denominator == 1 and exponent.value >= 0
    if isinstance(exponent, Add | Mul):
        return all(_is_count(part) for part in exponent.args)
    return isinstance(exponent, Size | Index) or (isinstance(exponent, Symbol) and "whole" in exponent.conditions)


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
        if type(part) is Inverse:  # not the pseudo-inverse, which is a kind of it
            return f"{part.args[0].tex_in(POWER + 1)}^{{-\\top}}"
        return f"{part.tex_in(POWER + 1)}^\\top"

    def compute(self, instance: Instance) -> Any:
        return self.args[0].at(instance).T

    def typos(self) -> Iterator[Expr]:
        part = self.args[0]
        yield part
        if type(part) is Inverse:
            yield part.args[0]


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

    def compute(self, instance: Instance) -> Any:
        return exact.inverse(self.args[0].at(instance))

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield from (as_written(Pow, self.args[0], Number(k)) for k in (-2, 0))


class PseudoInverse(Inverse):
    """The Moore–Penrose pseudo-inverse."""

    mark = "+"

    def _shape(self, part: Expr) -> Shape:
        if len(part.shape) != 2 or part.shape[0] == "row":
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: a pseudo-inverse is for a matrix")
        return part.shape[::-1]

    def compute(self, instance: Instance) -> Any:
        return exact.pseudo_inverse(self.args[0].at(instance))

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield as_written(Inverse, self.args[0])


def inverse(matrix: Expr) -> Expr:
    """The inverse of a square matrix; ``inverse(A)`` prints A⁻¹.

    Parameters
    ----------
    matrix : Expr of shape (n, n)

    Returns
    -------
    Expr of shape (n, n)

    Raises
    ------
    ShapeError
        If `matrix` is not square.
    ZeroDivisionError
        When it is evaluated, if the matrix is singular.

    Examples
    --------
    >>> from derived.algebra import inverse, matrix, sizes
    >>> from derived.derivation import Derivation
    >>> (p,), d = sizes("p"), Derivation("Undone in reverse order", label="undone")
    >>> A, B = matrix("A", p, p), matrix("B", p, p)
    >>> d.start(inverse(A @ B)).equals(inverse(B) @ inverse(A), because="last in, first out").lines[0].evidence.kind
    'exact'
    """
    return Inverse(matrix)


def pseudo_inverse(matrix: Expr) -> Expr:
    """The Moore–Penrose pseudo-inverse A⁺.

    Parameters
    ----------
    matrix : Expr of shape (n, p)

    Returns
    -------
    Expr of shape (p, n)

    Raises
    ------
    ShapeError
        If `matrix` is a scalar, a vector or a row.

    References
    ----------
    Ben-Israel and Greville, *Generalized Inverses*, 2003, theorem 1.3.5, by which it is computed.

    Examples
    --------
    >>> from derived.algebra import Instance, matrix, pseudo_inverse, sizes
    >>> n, p = sizes("n p")
    >>> X, here = matrix("X", n, p, "rank deficient"), Instance(0)
    >>> (X @ pseudo_inverse(X) @ X).at(here).tolist() == X.at(here).tolist()  # even where no inverse exists
    True
    """
    return PseudoInverse(matrix)


class Item(Expr):
    """An entry x_i or X_ij, or the row x_i of a matrix as a column vector."""

    binding = POWER + 1

    def __init__(self, array: Expr, *index: Expr):
        super().__init__(array, *index)
        if any(i.shape for i in index) or len(index) > len(array.shape) or not array.shape:
            raise ShapeError(f"{array.tex()} is a {shape_text(array.shape)}: it cannot have {len(index)} indices")
        self.shape = array.shape[2:] if array.shape[0] == "row" else array.shape[len(index) :]
        if array.is_letter:
            self.binding = min(self.binding, array.binding)

    def tex(self) -> str:
        array, *index = self.args
        comma = "," if len(index) > 1 and any(not isinstance(i, Index) for i in index) else ""
        return array.tex_at(comma.join(i.tex() for i in index), self.shape)

    def tex_at(self, subscript: str, shape: Shape) -> str:
        return f"{parenthesized(self.tex())}_{{{subscript}}}"

    def is_label(self, k: int) -> bool:
        return k > 0

    def typos(self) -> Iterator[Expr]:
        array, *index = self.args
        yield Unwritable(array.tex_at("", self.shape).replace("_{}", "").replace(",}", "}"), self)
        if len(index) == 2:
            yield as_written(Item, array, *index[::-1])

    def compute(self, instance: Instance) -> Any:
        values, places = self.args[0].at(instance), [place.at(instance) for place in self.args[1:]]
        if any(isinstance(place, RandomNumber) for place in places):
            return chosen(values, places)
        return values[self.places(instance, values.shape)]

    def places(self, instance: Instance, sizes: tuple[int, ...]) -> tuple[int, ...]:
        """Its indices, counted from 0, into an array of these sizes."""
        places = tuple(whole(i.at(instance)) - 1 for i in self.args[1:])
        if any(not 0 <= k < size for k, size in zip(places, sizes, strict=False)):
            raise IndexError(f"{self.tex()} asks for entry {tuple(k + 1 for k in places)} of {sizes}")
        return places
