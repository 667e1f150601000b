r"""Under which conditions the lines of a derivation hold, in words: from the declarations of its letters.

The numbers of every check obey these conditions, so what the lines say is shown for no others. They are printed with
the derivation, by themselves, so that a page cannot forget them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sympy

from derived.algebra.conditions import CONDITIONS, TALL, in_words
from derived.algebra.designs import comparison_tex
from derived.algebra.indices import FreeIndex
from derived.algebra.named import Function, Named
from derived.algebra.random_variables.spaces import Random
from derived.algebra.ranges import limits_of
from derived.algebra.sequences import Sequence
from derived.algebra.shapes import sizes_of, whole_letters_of, widths_of
from derived.algebra.symbols import Size, Symbol

# How a condition of a number reads; the words of all others are those of `CONDITIONS`.
_OF_NUMBERS = {
    "positive": "{} > 0",
    "nonnegative": r"{} \ge 0",
    "between 0 and 1": "0 < {} < 1",
    "binary": r"{} \in \{{0, 1\}}",
    "a sign": r"{} \in \{{-1, 1\}}",
}
_ENTRIES = {
    "positive": "positive entries",
    "nonnegative": "entries that are not negative",
    "between 0 and 1": "entries between 0 and 1",
    "whole": "whole entries from 0 on",
    "binary": "entries that are 0 or 1",
    "a sign": "entries that are −1 or 1",
}


def conditions_of(declared: Iterable[Any]) -> str:
    r"""All that some letters were declared with, in Markdown, each said once; empty if that is nothing.

    Examples
    --------
    >>> from derived.algebra import inverse, matrix, scalar, sizes, vector
    >>> from derived.derivation import Derivation
    >>> (p,) = sizes("p")
    >>> H, g, a = matrix("H", p, p, "positive definite"), vector("g", p), scalar("alpha", "positive")
    >>> d = Derivation("A step", label="step").start(a * inverse(H) @ H @ g)
    >>> d = d.equals(a * g, because="the inverse undoes it")
    >>> print(conditions_of(d.letters.stated))
    where $\alpha > 0$; $\mathbf{H}$ is symmetric and positive definite
    """
    declared = list(declared)
    clauses = dict.fromkeys(clause for thing in declared for clause in _clauses(thing))
    clauses |= dict.fromkeys(_independence(declared))
    in_order = sorted(clauses, key=lambda clause: any(verb in clause for verb in (" is ", " has ", " are ")))
    return "where " + "; ".join(in_order) if clauses else ""


def _clauses(thing: Any) -> Iterator[str]:
    """What is known of a letter, a family of letters or a function, and of the sizes of its shape."""
    shape = getattr(thing, "shape", ())
    for size in sizes_of(shape):
        yield from (f"${comparison_tex(c)}$" for c in size.comparisons)
    for letter in whole_letters_of(shape):
        yield from _clauses(letter)
    yield from _sizes_of(thing)
    if together := getattr(thing, "condition_tex", ""):  # a range, a matrix of an eigenvalue, what several letters meet
        yield f"${together}$"
    if isinstance(thing, Size):
        yield from (f"${comparison}$" for comparison in thing.conditions)
    elif isinstance(thing, FreeIndex):
        return
    elif isinstance(thing, Function):
        if thing.body is None:
            nature = getattr(thing, "nature", None)
            yield f"${thing.tex}$ " + _predicate(["smooth", *(nature.words if nature else ())])
    elif known := getattr(thing, "conditions", ()):
        tex = thing.tex() if isinstance(thing, Symbol) else thing.letter
        yield _of_array(tex, known) if thing.shape else _of_number(tex, known)
    if law := getattr(thing, "in_words", ""):
        yield f"${thing.tex()}$ {law}"


def _sizes_of(thing: Any) -> Iterator[str]:
    """The shape of a letter, where the line may hold of that shape only: of numbers, or square where it need not be."""
    dims = [dim for dim in getattr(thing, "shape", ()) if dim != "row"]
    times = r" \times "
    if any(any(widths_of(dim)) for dim in dims) and not isinstance(thing, Named | Sequence):  # each layer has its own
        tex = thing.tex() if isinstance(thing, Symbol) else thing[thing.over[0]].tex()
        yield rf"${tex} \in \mathbb{{R}}^{{{times.join(map(_size_tex, dims))}}}$"
        return
    known = set(getattr(thing, "conditions", ()))
    fixed = any(getattr(dim, "is_Integer", False) for dim in dims)
    square = len(dims) == 2 and dims[0] == dims[1] and known & set(TALL)
    if isinstance(thing, Symbol) and dims and (fixed or square):
        yield rf"${thing.tex()} \in \mathbb{{R}}^{{{times.join(map(sympy.latex, dims))}}}$"


def _size_tex(dim: sympy.Expr) -> str:
    """A size as it is printed, the width of a layer with its layer as an index."""
    printed = {width: sympy.Symbol(f"{name}_{{{sympy.latex(place)}}}") for width, name, place in widths_of(dim)}
    return sympy.latex(dim.xreplace(printed))


def _independence(declared: list[Any]) -> Iterator[str]:
    """Which random letters do not depend on each other: those that live on different spaces."""
    spaces: dict[Any, list[str]] = {}
    for letter in declared:
        if isinstance(letter, Random):
            spaces.setdefault(letter.space, []).append(letter.tex())
    if len(spaces) > 1:
        groups = [f"${', '.join(letters)}$" if len(letters) == 1 else f"$({', '.join(letters)})$"
                  for letters in spaces.values()]  # fmt: skip
        yield f"{_listed(groups)} are independent"


def _of_number(tex: str, known: Iterable[str]) -> str:
    formulas = [f"${_OF_NUMBERS[c].format(tex)}$" for c in known if c in _OF_NUMBERS]
    formulas += [f"${tex} {in_words(c)}$" for c in known if c not in CONDITIONS]
    if "whole" in known and limits_of(tuple(known))[0] is None:
        formulas.append(rf"${tex} \ge 0$")
    words = [in_words(c) for c in known if c in CONDITIONS and c not in _OF_NUMBERS]
    return ", ".join([*formulas, *([f"${tex}$ {_predicate(words)}"] if words else [])])


def _of_array(tex: str, known: Iterable[str]) -> str:
    words = [in_words(c) for c in known if c in CONDITIONS and c not in _ENTRIES]
    words += [f"with {_ENTRIES[c]}" for c in known if c in _ENTRIES]
    words += [f"with entries ${in_words(c)}$" for c in known if c not in CONDITIONS]
    return f"${tex}$ " + _predicate(words)


def _predicate(words: Iterable[str]) -> str:
    """Words that may follow a noun, as "diagonal" and "with positive entries", as a predicate: "is ... and has ..."."""
    are = [w for w in words if not w.startswith("with ")]
    have = [w.removeprefix("with ") for w in words if w.startswith("with ")]
    return _listed(([f"is {_listed(are)}"] if are else []) + ([f"has {_listed(have)}"] if have else []))


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
