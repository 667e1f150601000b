"""Sequences, given by a start and a recurrence."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from derived.algebra.expressions import POWER, Expr, Symbol, as_expr, walk
from derived.algebra.letters import letter_tex, superscripted
from derived.dual import whole

if TYPE_CHECKING:
    from derived.algebra.instances import Instance


FARTHEST = 50  # terms of a sequence; more come only from an index that is none


class Sequence:
    """A sequence given by a start and a recurrence: ``m[t]`` prints as m with index t.

    Examples
    --------
    >>> from derived.algebra import Instance, index, scalar
    >>> t, a = index("t"), scalar("a")
    >>> m = Sequence("m")
    >>> m.recur(t, start=0, step=m[t - 1] + a)
    >>> here = Instance(0)
    >>> m[as_expr(3)].at(here) == 3 * here[a]
    True
    """

    def __init__(self, name: str):
        self.name = name
        self._rule: tuple[Symbol, Expr, Expr] | None = None

    def recur(self, index: Symbol, start: Any, step: Expr) -> None:
        """Say what the sequence is at 0, and at `index` in terms of what came before."""
        self._rule = (index, as_expr(start), step)

    def __getitem__(self, index: Any) -> Expr:
        return Term(self, as_expr(index))

    @property
    def has_rule(self) -> bool:
        """Whether it was given a recurrence yet."""
        return self._rule is not None

    @property
    def rule(self) -> tuple[Symbol, Expr, Expr]:
        """The index, the term at 0 and the term at the index."""
        if self._rule is None:
            raise ValueError(f"the sequence {self.name} has no recurrence yet: call recur(...)")
        return self._rule

    @property
    def body(self) -> tuple[Symbol, Expr, Expr]:
        """What stands for it unless an instance says otherwise: its rule."""
        return self.rule

    def value(self, instance: Instance, k: int) -> Any:
        """The k-th term."""
        index, start, step = instance.body_of(self)
        if not 0 <= k <= FARTHEST:
            raise IndexError(f"{self.name} is computed from 0 to {FARTHEST}, but term {k} was asked for")
        if k == 0:
            return start.at(instance)
        return step.at(instance.bind({index: instance.number(Fraction(k))}))


class Term(Expr):
    """One term of a sequence."""

    binding = POWER + 1

    def __init__(self, sequence: Sequence, index: Expr):
        super().__init__(index)
        self.sequence = sequence
        if superscripted(letter_tex(sequence.name)):
            self.binding = POWER

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """What its sequence starts from, and the step to it from the terms before."""
        return self.sequence.rule[1:] if self.sequence.has_rule else ()

    @cached_property
    def depends(self) -> frozenset[Any]:
        own = frozenset((self.sequence,)) | self.args[0].depends
        return own.union(*(node.depends for body in self.hidden for node in walk(body) if not node.args))

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Term(self.sequence, *args)

    def tex(self) -> str:
        return f"{letter_tex(self.sequence.name)}_{{{self.args[0].tex()}}}"

    def compute(self, instance: Instance) -> Any:
        return self.sequence.value(instance, whole(self.args[0].at(instance)))


def sequence(name: str) -> Sequence:
    """A sequence of scalars, to be given a recurrence with ``recur``.

    Parameters
    ----------
    name : str
        The letter of its terms, as for `Symbol`.

    Returns
    -------
    Sequence
        ``m[t]`` is its term at t, from 0 on.

    Examples
    --------
    >>> from derived.algebra import Instance, index, sequence
    >>> m, t = sequence("m"), index("t")
    >>> m.recur(t, start=1, step=2 * m[t - 1])
    >>> m[t], [m[k].at(Instance(0)) for k in (0, 5)]
    (m_{t}, [Fraction(1, 1), Fraction(32, 1)])
    """
    return Sequence(name)
