r"""The tape of reverse mode: what was computed, in order, and the way along it, back or forth.

A computation is a list of operations :math:`v_k = \varphi_k(v_i, v_j, \dots)`, each of earlier values. How the last
one, :math:`y`, depends on :math:`v_i` is its *adjoint* :math:`\bar v_i = \partial y / \partial v_i`. By the chain rule

.. math:: \bar v_i = \sum_{k \text{ uses } i} \Bigl(\frac{\partial v_k}{\partial v_i}\Bigr)^{\!\top} \bar v_k,

so every adjoint is complete once all operations that use the value have been gone through: from the last to the
first. The tape knows no operation. Each brings, for each of its arguments, the two ways through its derivative:
``vjps`` take an adjoint from the result back to the argument, ``jvps`` a tangent from the argument on to the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from threading import RLock
from typing import Any, Protocol

import numpy as np

__all__ = [
    "Primitive",
    "Tape",
]

_levels = count(1)


class _Locks:
    """The arrays that nobody may write into, and how many tapes need each: the last one to end unlocks it."""

    def __init__(self) -> None:
        self.needed: dict[int, list] = {}  # by the place of an array in memory: the array, and by how many tapes
        self.waiting = False  # whether some that no tape needs are views of others that one does
        self.alone = RLock()

    def add(self, values: Iterable[Any], mine: dict[int, np.ndarray]) -> None:
        """Lock arrays, and those of which they are views, for a tape which has locked its own already.

        Not one that was locked by somebody else: it is left to him.
        """
        with self.alone:
            for value in values:
                below = value if isinstance(value, np.ndarray) else None
                while below is not None and (place := id(below)) not in mine:
                    if isinstance(below, np.ndarray):
                        if place in self.needed:
                            self.needed[place][1] += 1
                            mine[place] = below
                        elif below.flags.writeable:
                            below.setflags(write=False)
                            self.needed[place] = [below, 1]
                            mine[place] = below
                    below = getattr(below, "base", None)

    def remove(self, arrays: Iterable[np.ndarray]) -> None:
        """Unlock what no tape needs any more; a view waits until its array may be written into."""
        with self.alone:
            for array in arrays:
                entry = self.needed[id(array)]
                entry[1] -= 1
                if not entry[1]:
                    if array.base is None:
                        array.setflags(write=True)
                        del self.needed[id(array)]
                    else:
                        self.waiting = True
            if self.waiting:
                self._unlock_views()

    def _unlock_views(self) -> None:
        free = [array for array, tapes in self.needed.values() if not tapes]
        for array in sorted(free, key=lambda array: len(_bases(array))):
            if not any(id(below) in self.needed for below in _bases(array)):
                with suppress(ValueError):  # of an array that its owner has locked since
                    array.setflags(write=True)
                del self.needed[id(array)]
        self.waiting = any(not tapes for _, tapes in self.needed.values())


def _bases(array: np.ndarray) -> list:
    """Of what it is a view, down to the memory itself."""
    bases = []
    while (below := getattr(array, "base", None)) is not None:
        bases.append(below)
        array = below
    return bases


_LOCKS = _Locks()


class Rules(Protocol):
    """For each argument of an operation, by its number, a rule."""

    def __getitem__(self, i: int, /) -> Callable[..., Any]:
        """The rule of argument i."""


@dataclass(frozen=True, eq=False, slots=True)
class Primitive:
    """An operation, and the two ways through its derivative for each of its arguments.

    Attributes
    ----------
    name : str
        What it is called in messages.
    function : callable
        ``function(*values, **options)`` computes it.
    vjps : Rules
        ``vjps[i](g, y, *values, **options)`` takes the adjoint `g` of the result `y` back to argument `i`; it has the
        shape of that argument.
    jvps : Rules
        ``jvps[i](t, y, *values, **options)`` takes the tangent `t` of argument `i` on to the result; it has its shape.
    saves : bool
        Whether ``function`` returns, beside the result, a dictionary of what its rules need again: their options.

    Examples
    --------
    >>> square = Primitive("square", lambda x: x * x, (lambda g, y, x: 2 * x * g,), (lambda t, y, x: 2 * x * t,))
    >>> square.function(3.0), square.vjps[0](1.0, 9.0, 3.0)
    (9.0, 6.0)
    """

    name: str
    function: Callable[..., Any]
    vjps: Rules
    jvps: Rules
    saves: bool = False


class Tape:
    """The operations on what was recorded, in the order in which they ran; a value is known by the number of its slot.

    A tape of a higher level was begun later, inside a function that is being differentiated already. What earlier tapes
    have recorded are constants for it, which keeps nested derivatives apart.

    Parameters
    ----------
    hides : bool
        Whether values are kept from the function whose operations are written down: they are to serve for others, too.

    Examples
    --------
    >>> product = Primitive("product", lambda a, b: a * b, (lambda g, y, a, b: g * b, lambda g, y, a, b: g * a), ())
    >>> tape = Tape()
    >>> x = tape.new_slot()
    >>> y = tape.write(product, [3.0, 3.0], [x, x], {}, 9.0)
    >>> tape.back(y, 1.0)[x]                     # x is used twice: the two shares of its adjoint are added
    6.0
    """

    __slots__ = ("entries", "hides", "level", "locked", "slots")

    def __init__(self, hides: bool = False) -> None:
        self.hides = hides
        self.level = next(_levels)
        self.entries: list[tuple[Primitive, list, list[int | None], dict, Any, int]] = []
        self.slots = 0
        self.locked: dict[int, np.ndarray] = {}

    def new_slot(self) -> int:
        """The number of a value that is recorded now."""
        self.slots += 1
        return self.slots - 1

    def write(self, primitive: Primitive, values: list, slots: list[int | None], options: dict, result: Any) -> int:
        """Write an operation down.

        Parameters
        ----------
        primitive : Primitive
            What was computed.
        values : list
            Its arguments.
        slots : list of int or None
            The slot of each argument; None for a constant.
        options : dict
            What else it was told.
        result : float or ndarray
            What came of it.

        Returns
        -------
        int
            The slot of the result.
        """
        if options and not primitive.saves:  # where it saves, they are its own
            for option in options.values():
                self.lock(*(option if type(option) is tuple else (option,)))  # an index, a condition
        slot = self.slots
        self.slots = slot + 1
        self.entries.append((primitive, values, slots, options, result, slot))
        return slot

    def back(self, output: int, seed: Any) -> list:
        """The adjoints of what was not computed, along the tape from its end to its beginning.

        Parameters
        ----------
        output : int
            The slot of what is differentiated.
        seed : array_like of its shape
            Its adjoint: 1, to differentiate a number.

        Returns
        -------
        list
            An adjoint for each slot; None where a value was computed, or the output does not depend on it.
        """
        adjoints: list[Any] = [None] * self.slots
        adjoints[output] = seed
        sums: set[int] = set()  # the slots whose adjoints are sums: they belong to nobody else
        for primitive, values, slots, options, result, slot in reversed(self.entries):
            adjoint, adjoints[slot] = adjoints[slot], None  # complete, and not needed again: its memory is free
            if adjoint is None:
                continue
            for i, argument in enumerate(slots):
                if argument is not None:
                    share = primitive.vjps[i](adjoint, result, *values, **options)
                    before = adjoints[argument]
                    if before is None:
                        adjoints[argument] = share
                    elif argument in sums and type(before) is type(share) is np.ndarray and before.dtype == share.dtype:
                        before += share
                    else:  # not into what a rule has returned: it may be somebody else's, too
                        adjoints[argument] = before + share
                        sums.add(argument)
        return adjoints

    def along(self, tangents: dict[int, Any]) -> list:
        """How all values move as some do, along the tape from its beginning to its end.

        Parameters
        ----------
        tangents : dict of int to array_like
            By slot, how the values move that are moved.

        Returns
        -------
        list
            A tangent for each slot; None for what does not move.
        """
        moving: list[Any] = [tangents.get(slot) for slot in range(self.slots)]
        for primitive, values, slots, options, result, slot in self.entries:
            for i, argument in enumerate(slots):
                if argument is not None and moving[argument] is not None:
                    share = primitive.jvps[i](moving[argument], result, *values, **options)
                    before = moving[slot]
                    moving[slot] = share if before is None else before + share
        return moving

    def lock(self, *values: Any) -> None:
        """Let nobody write into arrays, or into those of which they are views, while their values are needed.

        Other views of the same memory that are there already can still be written into: NumPy does not know them.

        Parameters
        ----------
        *values : any
            What is no array is left as it is.
        """
        _LOCKS.add(values, self.locked)

    def unlock(self) -> None:
        """Let all arrays be written into again that were locked, but for those that another tape needs."""
        if self.locked:
            _LOCKS.remove(self.locked.values())
            self.locked.clear()
