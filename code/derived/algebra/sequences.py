"""Sequences of numbers, vectors and matrices, given by a recurrence.

A recurrence goes up from its first terms, or down from its last, as what back-propagation carries from layer to layer.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from derived.algebra.brackets import RELATION
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.indexed import Indexed, Term
from derived.algebra.shapes import Shape, ShapeError, SizeLike, shape_of, shape_text
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value
from derived.autodiff import PRECISE, Irrational, whole

FARTHEST = 50  # terms of a sequence; more come only from an index that is none


class Sequence(Indexed):
    """A sequence given by a recurrence: ``m[t]`` prints as m with index t.

    Examples
    --------
    >>> from derived.algebra import Instance, index, scalar
    >>> t, a = index("t"), scalar("a")
    >>> m = Sequence("m")
    >>> m.recur(t, start=0, step=m[t - 1] + a)
    >>> here = Instance(0)
    >>> m[3].at(here) == 3 * here[a]
    True
    """

    def __init__(self, name: str, shape: Shape = (), superscript: bool = False):
        super().__init__(name, shape, superscript)
        self._body: Recurrence | None = None
        self._known: WeakKeyDictionary[Valuation, dict[Any, Any]] = WeakKeyDictionary()

    def recur(
        self,
        index: Symbol,
        start: Operand | tuple[Operand, ...] = (),
        *,
        step: Operand,
        first: Operand = 0,
        last: Operand | None = None,
    ) -> None:
        r"""Say what the sequence is at `index`, in terms of what came before, and how it starts.

        Parameters
        ----------
        index : Index
            A letter for the place.
        start : Expr or number, or a tuple of them
            The first term; several, where the step goes back to several; none, where it goes back to other sequences.
        step : Expr or number
            The term at `index`.
        first : Expr or int
            The index of the first term.
        last : Expr or int, optional
            For a recurrence that goes down: the index of `start`; the step then speaks of ``[index + 1]``.

        Raises
        ------
        ShapeError
            If `start` or `step` are not of the shape of the sequence.
        ValueError
            If it has a recurrence already.

        Examples
        --------
        >>> from derived.algebra import Instance, index, scalar, sequence
        >>> t, L, F, d = index("t"), scalar("L", "whole"), sequence("F"), sequence("d")
        >>> F.recur(t, start=(0, 1), step=F[t - 1] + F[t - 2])  # Fibonacci's
        >>> [int(F[k].at(Instance(0))) for k in range(8)]
        [0, 1, 1, 2, 3, 5, 8, 13]
        >>> d.recur(t, start=1, step=2 * d[t + 1], last=L)  # doubled on the way down
        >>> d.body
        d_{t} = 2 d_{t + 1},\quad d_{L} = 1
        >>> int(d[L - 3].at(Instance(0)))
        8
        """
        if self._body is not None:
            raise ValueError(f"the sequence {self.name} has its recurrence already: name another one")
        starts = start if isinstance(start, tuple) else (start,)
        down = last is not None
        self._body = Recurrence(
            self,
            index,
            down,
            as_expr(first if last is None else last),
            as_expr(step),
            *(as_expr(s) for s in starts),
        )

    @property
    def has_rule(self) -> bool:
        """Whether it was given a recurrence yet."""
        return self._body is not None

    @property
    def body(self) -> Recurrence:
        """The recurrence."""
        if self._body is None:
            raise ValueError(f"the sequence {self.name} has no recurrence yet: call recur(...)")
        return self._body

    @property
    def hidden(self) -> tuple[Expr, ...]:
        return (self.body,) if self.has_rule else ()

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        """All letters of its recurrence but the index, and those of the sequences it speaks of."""
        found: set[Hashable] = set()
        waiting: list[Indexed] = [self]
        while waiting:
            sequence = waiting.pop()
            if sequence in found:
                continue
            found.add(sequence)
            letters: set[Hashable] = set()
            for node in _inside(sequence.hidden):
                letters |= node.depends if not (node.args or node.hidden) else {node}
                letters |= {getattr(node, name) for name in ("function", "space") if hasattr(node, name)}
                if isinstance(node, Term):
                    waiting.append(node.sequence)
            found |= letters - ({sequence.body.index} if isinstance(sequence, Sequence) else set())
        return frozenset(found)

    @cached_property
    def _iterates(self) -> bool:
        """Whether its step takes a function of which nothing is known but that it is smooth."""
        functions = (getattr(node, "function", None) for node in _inside((self.body.step,)))
        return any(function is not None and function.body is None for function in functions)

    def usual(self, instance: Valuation, k: int) -> Value:
        here = instance.frame_of(self.depends)
        known, place = self._known.setdefault(here, {}), (k, *PRECISE._prec_rounding)
        if place not in known:
            known[place] = _ASKED
            try:
                known[place] = self._compute(here, k)
            except BaseException:
                del known[place]
                raise
        if known[place] is _ASKED:
            raise IndexError(f"{self[k].tex()} would be computed from itself: the recurrence goes in a circle")
        return known[place]

    def _compute(self, instance: Valuation, k: int) -> Value:
        if instance.kind == "exact" and self._iterates:
            raise Irrational(f"the fractions of {self.name} grow with each term; evaluate it on sixty digits")
        rule = instance.body_of(self)
        if not isinstance(rule, Recurrence):
            raise TypeError(f"{rule.tex()} is no recurrence")
        end = whole(rule.end.at(instance))
        steps = end - k if rule.down else k - end
        if not 0 <= steps <= FARTHEST:
            raise IndexError(
                f"{self.name} is computed {FARTHEST} steps {'down' if rule.down else 'up'} from {end}, "
                f"but term {k} was asked for"
            )
        if steps < len(rule.starts):
            return rule.starts[steps].at(instance)
        for earlier in range(len(rule.starts), steps):  # in order, so that no term has to go far back
            self.value(instance, end - earlier if rule.down else end + earlier)
        return rule.step.at(instance.bind({rule.index: instance.number(Fraction(k))}))


_ASKED = object()


def _inside(expressions: tuple[Expr, ...]) -> Iterator[Expr]:
    """The nodes of some expressions and of the bodies of what they name, but not of the rules of their sequences."""
    for e in expressions:
        yield e
        yield from _inside(e.args if isinstance(e, Term) else (*e.args, *e.hidden))


class Recurrence(Expr):
    """The rule of a sequence: where it starts, the step, and its first terms."""

    binding = RELATION

    def __init__(self, sequence: Sequence, index: Symbol, down: bool, *args: Expr):
        super().__init__(*args)
        self.sequence, self.letter, self.index, self.down = sequence, index, index.running, down
        self.end, self.step, *starts = args
        self.starts = tuple(starts)
        places = [index, *(_shifted(self.end, -k if down else k) for k in range(len(starts)))]
        for part, place in zip((self.step, *self.starts), places, strict=True):
            if part.shape != (shape := sequence.shape_at(place)):
                each = f"{sequence[place].tex()} is" if sequence.over else f"each term of {sequence.name}"
                raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}, and {each} a {shape_text(shape)}")
        if any(self.index in start.depends for start in (self.end, *self.starts)):
            raise ShapeError(f"{sequence.name}: how it starts cannot depend on its index {index.tex()}")

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Recurrence(self.sequence, self.letter, self.down, *args)

    def is_label(self, k: int) -> bool:
        return k == 0

    def tex(self) -> str:
        parts = [f"{self.sequence[self.index].tex()} = {self.step.tex()}"]
        for k, start in enumerate(self.starts):
            place = _shifted(self.end, -k if self.down else k)
            parts.append(f"{self.sequence[place].tex()} = {start.tex()}")
        return r",\quad ".join(parts)


def _shifted(place: Expr, k: int) -> Expr:
    """A place so many steps on, a number as a number."""
    value = getattr(place, "value", None)
    if value is not None:
        return as_expr(value + k)
    return place + k if k > 0 else place - -k if k else place


def sequence(name: str, *sizes: SizeLike, superscript: bool = False) -> Sequence:
    r"""A sequence, to be given a recurrence with ``recur``.

    Parameters
    ----------
    name : str
        The letter of its terms, as for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for numbers, one for vectors, two for matrices; made of `widths` at an index, each has a shape of its own.
    superscript : bool
        Whether the index is set as one in parentheses, as that of a layer, and not as a subscript.

    Returns
    -------
    Sequence
        ``m[t]`` is its term at t, from 0 on.

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.
    ValueError
        If the letter has a superscript of its own, and the index is to be one.

    Examples
    --------
    >>> from derived.algebra import Instance, family, gradient, index, norm, sequence, sizes, tanh, vector
    >>> m, t = sequence("m"), index("t")
    >>> m.recur(t, start=1, step=2 * m[t - 1])
    >>> m[t], [m[k].at(Instance(0)) for k in (0, 5)]
    (m_{t}, [Fraction(1, 1), Fraction(32, 1)])

    Layers of a network, and how its output depends on one of them:

    >>> (p,), l = sizes("p"), index("ell")
    >>> x, W = vector("x", p), family("W", p, p, superscript=True)
    >>> a = sequence("a", p, superscript=True)
    >>> a.recur(l, start=x, step=tanh(W[l] @ a[l - 1]))
    >>> a.body
    \mathbf{a}^{(\ell)} = \tanh(\mathbf{W}^{(\ell)} \mathbf{a}^{(\ell - 1)}),\quad \mathbf{a}^{(0)} = \mathbf{x}
    >>> gradient(norm(a[3]) ** 2, a[l])
    \nabla_{\mathbf{a}^{(\ell)}}\, \lVert \mathbf{a}^{(3)} \rVert^{2}
    """
    return Sequence(name, shape_of(sizes), superscript)
