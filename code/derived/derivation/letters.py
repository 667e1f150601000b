"""The letters of a derivation: what they stand for, and what may not be told apart, or has not been shown.

A reader sees letters, the engine sees objects. Here is refused what would let the two disagree: two things that look
alike, a size that was declared twice, a letter declared in two ways, a name whose body stands nowhere on the page, and
a name whose body holds a letter that a sum around it gives values to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from derived.algebra.expressions import Expr, walk
from derived.algebra.indexed import Term
from derived.algebra.letters import not_bold
from derived.algebra.named import Call, Function, Named
from derived.algebra.sequences import Recurrence, Sequence
from derived.algebra.shapes import sizes_of
from derived.algebra.symbols import Index, Size, Symbol, bound_letter
from derived.derivation.faces import Thing, faces, printed
from derived.derivation.lines import DerivationError

Name = Named | Function | Sequence


@dataclass
class Letters:
    """The letters that the lines of a derivation have used so far.

    Parameters
    ----------
    is_shown : callable
        Whether a name was defined on the page.

    Attributes
    ----------
    known : dict of Symbol
        The letters, in the order in which they came.
    declared : dict
        The same with families of letters and functions, which may have been declared with conditions, too.
    stated : dict
        Of these, those whose conditions are stated: they are printed, or decide what is.

    Examples
    --------
    >>> from derived.algebra import index, scalar, summation
    >>> letters = Letters(is_shown=lambda name: True)
    >>> letters.learn("Line 1", 2 * scalar("i"))
    >>> letters.learn("Line 2", summation(index("i"), 3, index("i")))
    Traceback (most recent call last):
    derived.derivation.lines.DerivationError: Line 2: i stands for two things in one derivation: the scalar i and the index i
    """  # noqa: E501

    is_shown: Callable[[Name], bool]
    known: dict[Symbol, None] = field(default_factory=dict)
    declared: dict[Any, None] = field(default_factory=dict)
    stated: dict[Any, None] = field(default_factory=dict)
    _faces: dict[str, Thing] = field(default_factory=dict)
    _sizes: dict[str, int] = field(default_factory=dict)
    _awaited: dict[Sequence, str] = field(default_factory=dict)

    def learn(self, place: str, *expressions: Expr) -> None:
        """Remember the letters of a line, which are what a letter may be mistaken for.

        A recurrence may speak of a sequence whose own comes next, as two that are coupled do.

        Raises
        ------
        DerivationError
            If a reader would take one for something else.
        """
        for e in expressions:
            for node in printed(e):
                self._must_be_shown(place, node, within=e)
                self._must_not_be_caught(place, node)
            for tex, thing in faces(e):
                self._stands(place, tex, thing)
            open_or_seen = _left_open(e).union(*({node, bound_letter(node)} for node in printed(e)))
            for node in walk(e):
                for name, rank in _sizes(node):
                    self._declared_once(place, name, rank)
                for letter in (node, bound_letter(node)):
                    if isinstance(letter, Symbol):
                        self._fits(place, letter)
                        self.known.setdefault(letter)
                        self.declared.setdefault(letter)
                        if letter in open_or_seen:  # not the variable of a function that is called elsewhere
                            self.stated.setdefault(letter)
                for other in (getattr(node, "sequence", None), getattr(node, "function", None)):
                    if other is not None:
                        self.declared.setdefault(other)
                        self.stated.setdefault(other)

    def define(self, place: str, name: Name) -> None:
        """Refuse a function whose variable stands in the body of a name that it uses: no call would reach it there."""
        if isinstance(name, Function) and name.body is not None:
            for node in printed(name.body):
                for variable in name.variables:
                    if variable in held_by(node):
                        raise DerivationError(
                            f"{place}: {name.tex} is a function of {variable.tex()}, and the body of {node.tex()}, "
                            f"which it uses, holds {variable.tex()} out of sight; {_as_function(node, variable)}"
                        )

    def nothing_awaited(self) -> None:
        """Refuse to go on while a recurrence speaks of a sequence that was not shown."""
        for name, message in self._awaited.items():
            if not self.is_shown(name):
                raise DerivationError(message)

    def _must_be_shown(self, place: str, node: Expr, within: Expr) -> None:
        name = named_by(node)
        if name is None or self.is_shown(name):
            return
        way = "recur" if isinstance(name, Sequence) else "define"
        message = (
            f"{place}: {node.tex()} is a name for something that the page has not shown, or has since used for "
            f"something else; show it before, with .{way}(..., because=...), here or in a derivation above, and use "
            "that very object"
        )
        if not (isinstance(name, Sequence) and isinstance(within, Recurrence)):
            raise DerivationError(message)
        self._awaited.setdefault(name, message)

    def _must_not_be_caught(self, place: str, node: Expr) -> None:
        running = getattr(node, "index", None)
        if not isinstance(running, Index):
            return
        for part in (p for e in (node.args if isinstance(node, Recurrence) else node.args[-1:]) for p in printed(e)):
            if running in held_by(part):
                raise DerivationError(
                    f"{place}: in {node.tex()} the index {running.tex()} runs, and the body of {part.tex()} holds "
                    f"{running.tex()} out of sight; {_as_function(part, running)}"
                )

    def _stands(self, place: str, tex: str, thing: Thing) -> None:
        """Refuse what looks like something else that was shown before."""
        (first, known), (second, new) = self._faces.setdefault(tex, thing), thing
        if known != new:
            raise DerivationError(
                f"{place}: {tex} stands for two things in one derivation: {first} and "
                + (second if second != first else "another of that name")
            )

    def _declared_once(self, place: str, name: str, rank: int) -> None:
        """Refuse a size that was declared twice, in different places among others."""
        if self._sizes.setdefault(name, rank) != rank:
            raise DerivationError(
                f"{place}: the size {name} was declared twice; declare it once, in one sizes(...) with the others"
            )

    def _fits(self, place: str, letter: Symbol) -> None:
        """Refuse a letter that was declared otherwise before: whichever is asked first would decide the numbers."""
        for known in self.known:
            for first, second in ((letter, known), (known, letter)):
                if _looks_like_part(first, second):
                    raise DerivationError(
                        f"{place}: {first.tex()} is a letter of its own, and looks like a power or an entry of "
                        f"{second.tex()}; give it another letter"
                    )
        for known in (s for s in self.known if s.name == letter.name):
            if known.shape != letter.shape:
                raise DerivationError(f"{place}: {letter.name} has two shapes in one derivation")
            if known == letter and known.tex() != letter.tex():
                raise DerivationError(
                    f"{place}: {known.tex()} and {letter.tex()} have one name, {letter.name}, and so one value; give "
                    "each a name of its own"
                )
            if known == letter and known.conditions != letter.conditions:
                both = " and ".join(", ".join(s.conditions) or "none" for s in (known, letter))
                raise DerivationError(f"{place}: {letter.name} has two sets of conditions in one derivation: {both}")


def _looks_like_part(letter: Symbol, other: Symbol) -> bool:
    """Whether a letter is set as a power of another would be, or as an entry of it."""
    base, power, exponent = letter.tex().partition("^")
    if power and base == other.tex() and exponent.strip("{}").isdigit():
        return True
    base, below, index = letter.tex().partition("_")
    entry = bool(other.shape) and not letter.shape and base == not_bold(other.tex())
    return bool(below) and entry and index.strip("{}").isdigit()


def named_by(node: Expr) -> Name | None:
    """The name with a body that a part of a formula is, calls, or is a term of.

    Examples
    --------
    >>> from derived.algebra import define, scalar
    >>> x = scalar("x")
    >>> f = define("f", x, x**2)
    >>> named_by(f(x + 1)) is f, named_by(x)
    (True, None)
    """
    match node:
        case Named():
            return node
        case Call(function=f) if f.body is not None:
            return f
        case Term(sequence=Sequence() as sequence) if sequence.has_rule:
            return sequence
    return None


def names_in(*expressions: Expr) -> Iterator[Name]:
    """Every name with a body that decides the value of some formulas, printed there or not.

    Examples
    --------
    >>> from derived.algebra import define, scalar
    >>> h = define("h", scalar("x") ** 2)
    >>> [name.name for name in names_in(define("k", 2 * h))]
    ['k', 'h']
    """
    for e in expressions:
        yield from (name for name in map(named_by, walk(e)) if name is not None)


def _left_open(e: Expr) -> frozenset[Any]:
    """The letters on whose values a formula depends; every letter, where the rule of a sequence is still to come."""
    ready = all(
        node.sequence.has_rule for node in walk(e) if isinstance(node, Term) and isinstance(node.sequence, Sequence)
    )
    return e.depends if ready else frozenset(walk(e))


def held_by(node: Expr) -> frozenset[Any]:
    """The letters that the body of a name leaves open, and that are not printed with the name.

    Examples
    --------
    >>> from derived.algebra import define, scalar
    >>> x, a = scalar("x"), scalar("a")
    >>> sorted(letter.name for letter in held_by(define("f", x, a * x)(x)))
    ['a']
    """
    match node:
        case Named():
            return node.body.depends
        case Call(function=f) if f.body is not None:
            return f.body.depends - {*f.variables}
        case Term(sequence=Sequence() as sequence):
            return sequence.depends
    return frozenset()


def _as_function(node: Expr, letter: Symbol) -> str:
    name = named_by(node)
    return f'make it a function, define("{name.name if name else ""}", {letter.name}, ...), so that it is seen'


def _sizes(node: Expr) -> set[tuple[str, int]]:
    """The sizes that a part of a formula has, or is, with their ranks."""
    found = {(s.name, s.rank) for s in sizes_of(node.shape)}
    return found | ({(node.name, node.rank)} if isinstance(node, Size) else set())
