"""A function and its gradient, written out once as straight code, and run as often as one likes.

If a function does the same with all arguments of a form, its tape is always the same list of operations. So that list
is taken once, the walk back along it is written down below, and what remains are lines without a branch, as one would
have written them by hand; the operations and their rules are those of `value_and_grad`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from keyword import iskeyword
from typing import Any

import numpy as np

from derived.autodiff.reverse.functions import one_like, value_and_grad
from derived.autodiff.reverse.recorded import NotCompiled, Recorded
from derived.autodiff.reverse.tape import Tape
from derived.autodiff.reverse.trees import leaves, mapped

__all__ = ["compiled"]

_VARIABLE = re.compile(r"(v|a|options)\d+")
_VERSIONS = 100  # kept of a function: each form of its arguments has one


class compiled:  # noqa: N801  which is used as a function
    """The value of `f` and its gradient, as of `value_and_grad`, by code that was written once for arguments of a form.

    The form is how lists, tuples and dictionaries are put together, the shapes and types of arrays, and all that is
    neither an array nor a float: whole numbers, words, functions. With arguments of a new form, `f` runs and is written
    out again; with those of a known one it does not run. So arrays which change from call to call, as labels and data
    do, must be arguments, and nothing may depend on values: what is found to do so is refused.

    Parameters
    ----------
    f : callable
        Returns a number, by operations on its arguments. Numbers that it takes from elsewhere, or out of a record's
        ``value``, stay as they were.
    argument : int
        Which argument to differentiate by: an array or a float, or lists, tuples and dictionaries of them.

    Attributes
    ----------
    code : str
        What was written last: `v` are values, `a` their adjoints.

    Raises
    ------
    NotCompiled
        If a branch, a comparison, an index or a condition depends on values; if an array takes part which is no
        argument; if `f` returns another value when it is called again. All that `value_and_grad` refuses is, too.

    Examples
    --------
    >>> step = compiled(lambda w, x: np.sum((w * x) ** 2))
    >>> value, gradient = step(np.array([1.0, 2.0]), np.array([3.0, 1.0]))
    >>> float(value), gradient.tolist()
    (13.0, [18.0, 4.0])
    >>> print(step.code)
    def step(v0, v1):
        v2 = multiply(v0, v1)
        v3 = power(v2, 2)
        v4 = sum(v3, **options4)
        a4 = 1.0
        a3 = sum_back0(a4, v4, v3, **options4)
        a2 = power_back0(a3, v3, v2, 2)
        del v3, a3
        a0 = multiply_back0(a2, v2, v0, v1)
        del v2, a2
        return v4, a0, v4 + squares(a0, a0)
    """

    def __init__(self, f: Callable[..., Any], argument: int = 0):
        self.f, self.argument, self.code = f, argument, ""
        self._versions: dict[tuple, Callable[..., tuple]] = {}

    def __call__(self, *arguments: Any, **options: Any) -> tuple[Any, Any]:
        """The value and the gradient."""
        marks, row = list[Any](), list[Any]()
        _form((arguments, options), marks, row)
        form = tuple(marks)
        try:
            step = self._versions.get(form)
        except TypeError as problem:
            raise TypeError(f"arguments are arrays, floats, trees of them, or what has a hash: {problem}") from None
        if step is None:
            return self._new(form, row, arguments, options)
        value, gradient, total = step(*row)
        if math.isnan(total):
            value_and_grad(self.f, self.argument)(*arguments, **options)  # which tells where it comes from
        return value, gradient

    def _new(self, form: tuple, row: list, arguments: tuple, options: dict) -> tuple[Any, Any]:
        """The first call with arguments of a form: as `value_and_grad` goes, and then all is written out."""
        value, gradient = value_and_grad(self.f, self.argument)(*arguments, **options)  # and all its refusals
        code, names = _written(self.f, self.argument, arguments, options)
        exec(compile(code, "<compiled>", "exec"), names)
        step = names["step"]
        if not all(map(np.allclose, leaves((value, gradient)), leaves(step(*row)[:2]))):
            raise NotCompiled(f"{self.f} does something else when called again: what changes must be its arguments")
        if len(self._versions) == _VERSIONS:
            del self._versions[next(iter(self._versions))]
        self._versions[form], self.code = step, code
        return value, gradient


def _form(parts: Iterable[Any], form: list, row: list) -> None:
    """Write down what arguments have in common that are computed with in the same way, and put the others in a row."""
    for part in parts:
        kind = type(part)
        form.append(kind)
        if kind is np.ndarray and part.ndim:
            row.append(part)
            form.append(part.shape)
            form.append(part.dtype)
        elif kind is list or isinstance(part, tuple):
            form.append(len(part))
            _form(part, form, row)
        elif isinstance(part, dict):
            form.append(tuple(part))
            _form(part.values(), form, row)
        elif kind is Recorded:
            raise NotCompiled("what is compiled is not differentiated again: take value_and_grad")
        elif _is_float(part):
            row.append(part)
            form.append(getattr(part, "dtype", None))
        else:
            form.append(part)


def _is_float(leaf: Any) -> bool:
    return isinstance(leaf, float | np.floating) or (
        type(leaf) is np.ndarray and leaf.dtype.kind == "f" and not leaf.ndim
    )


def _written(f: Callable[..., Any], argument: int, arguments: tuple, options: dict) -> tuple[str, dict[str, Any]]:
    """The code of a step, and what the names in it mean."""
    tape = Tape(hides=True)
    inputs: list[Any] = []

    def recorded(leaf: Any) -> Any:
        if not (_is_float(leaf) or (type(leaf) is np.ndarray and leaf.ndim)):
            return leaf
        inputs.append(leaf)
        return Recorded(leaf, tape, tape.new_slot())

    tree, named = mapped(recorded, (arguments, options))
    moving, writer = list[int](), _Writer()
    for leaf, given in zip(leaves(tree[argument]), leaves(arguments[argument]), strict=True):
        if not isinstance(leaf, Recorded) or leaf.dtype.kind != "f":
            raise NotCompiled(f"derivatives are by floats and arrays of floats, and here is {given!r}: make it one")
        moving.append(leaf.slot)
        if not leaf.ndim:  # a number of Python's, as for value_and_grad
            leaf.value = inputs[leaf.slot] = float(leaf.value)
            writer.lines.append(f"v{leaf.slot} = number(v{leaf.slot})")
    tape.lock(*inputs)
    try:
        y = f(*tree, **named)
    finally:
        tape.unlock()
    has = writer.write(tape.entries, y.slot, one_like(y), moving) if isinstance(y, Recorded) else set()
    gradients = [writer.gradient(slot, inputs[slot], slot in has) for slot in moving]
    value = writer.value(y.slot if isinstance(y, Recorded) else None, y)
    form = writer.tree(arguments[argument], iter(gradients))
    first = f"def step({', '.join(f'v{slot}' for slot in range(len(inputs)))}):"
    last = f"return {value}, {form}, {' + '.join([value, *[f'squares({name}, {name})' for name in gradients]])}"
    return "\n    ".join([first, *writer.lines, last]), writer.names


class _Writer:
    """Lines of code, and what the names in them mean that are no variables."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = {"step": None, "squares": np.vdot, "number": float, "zeros_like": np.zeros_like}

    def write(self, entries: list, output: int, seed: Any, inputs: list[int]) -> set[int]:
        """Write a way on and the way back; what is returned are the slots that get adjoints."""
        needed, moving, has, sums = {output}, set(inputs), {output}, set[int]()
        for *_, slots, _, _, slot in reversed(entries):
            if slot in needed:
                needed.update(slots)
        on = [entry for entry in entries if entry[-1] in needed]
        for primitive, values, slots, options, _, slot in on:
            function = self.name(primitive.name, primitive.function)
            if primitive.saves:
                self.lines.append(f"v{slot}, options{slot} = {function}({self.arguments(values, slots, {}, slot)})")
            else:
                self.names |= {f"options{slot}": options} if options else {}
                self.lines.append(f"v{slot} = {function}({self.arguments(values, slots, options, slot)})")
            if not moving.isdisjoint(slots):
                moving.add(slot)
        if output not in moving:
            return set()
        self.lines.append(f"a{output} = {self.value(None, seed)}")
        for primitive, values, slots, options, _, slot in reversed(on):
            for i, argument in enumerate(slots if slot in has else ()):
                if argument in moving:
                    rule = self.name(f"{primitive.name}_back{i}", primitive.vjps[i])
                    share = f"{rule}(a{slot}, v{slot}, {self.arguments(values, slots, options, slot)})"
                    sign = "+=" if argument in sums else f"= a{argument} +" if argument in has else "="
                    self.lines.append(f"a{argument} {sign} {share}")
                    (sums if argument in has else has).add(argument)
            if slot in has and slot != output:  # nothing before it needs them: their memory is free
                self.lines.append(f"del v{slot}, a{slot}")
        return has

    def arguments(self, values: list, slots: list, options: dict, slot: int) -> str:
        """What stands in the parentheses."""
        return ", ".join([*map(self.value, slots, values), *([f"**options{slot}"] if options else [])])

    def value(self, slot: int | None, value: Any) -> str:
        """A variable, or a constant."""
        if slot is not None:
            return f"v{slot}"
        if type(value) in (int, str) or (type(value) is float and math.isfinite(value)):
            return repr(value)
        return self.name(f"constant{len(self.names)}", value)

    def name(self, wanted: str, meaning: Any) -> str:
        """A name for something, and always the same."""
        if not wanted.isidentifier() or iskeyword(wanted) or _VARIABLE.fullmatch(wanted):
            wanted = "unnamed"
        name, k = wanted, 1
        while self.names.setdefault(name, meaning) is not meaning:
            name, k = f"{wanted}_{k}", k + 1
        return name

    def gradient(self, slot: int, value: Any, has: bool) -> str:
        """The variable of an input's adjoint: a number for a number, and zeros where nothing depends on it."""
        if not isinstance(value, np.ndarray):
            self.lines.append(f"a{slot} = " + (f"number(a{slot})" if has else "0.0"))
        elif not has:
            self.lines.append(f"a{slot} = zeros_like(v{slot})")
        return f"a{slot}"

    def tree(self, tree: Any, leaves: Iterator[str]) -> str:
        """How what has the form of parameters is written."""
        if isinstance(tree, dict):
            return "{" + "".join(f"{self.value(None, k)}: {self.tree(v, leaves)}, " for k, v in tree.items()) + "}"
        if isinstance(tree, list):
            return "[" + ", ".join(self.tree(part, leaves) for part in tree) + "]"
        if isinstance(tree, tuple):
            kind = "" if type(tree) is tuple else self.name(type(tree).__name__, type(tree))
            return f"{kind}(" + "".join(f"{self.tree(part, leaves)}, " for part in tree) + ")"
        return next(leaves)
