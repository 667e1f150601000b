"""Parameters in lists, tuples and dictionaries, as models have them: their leaves in a row, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = [
    "leaves",
    "like",
    "mapped",
]

_KINDS = (list, tuple, dict)


def leaves(tree: Any) -> list:
    """The arrays and numbers of a tree, in a row.

    Parameters
    ----------
    tree : array_like, or list, tuple or dict of trees
        Parameters.

    Examples
    --------
    >>> leaves({"w": 1.0, "layers": [2.0, (3.0, 4.0)]})
    [1.0, 2.0, 3.0, 4.0]
    """
    row: list[Any] = []
    mapped(row.append, tree)
    return row


def like(tree: Any, row: list) -> Any:
    """A tree of the same form, with other leaves.

    Parameters
    ----------
    tree : tree
        Whose form is taken.
    row : list
        The leaves, as many as the tree has.

    Examples
    --------
    >>> like({"w": 1.0, "layers": [2.0, (3.0, 4.0)]}, [5, 6, 7, 8])
    {'w': 5, 'layers': [6, (7, 8)]}
    """
    rest = iter(row)
    return mapped(lambda _: next(rest), tree)


def mapped(function: Callable[..., Any], tree: Any, *others: Any) -> Any:
    """A tree of what a function makes of the leaves of one tree, or of several of the same form.

    Parameters
    ----------
    function : callable
        Of a leaf of each.
    tree, *others : tree
        Of the same form.

    Examples
    --------
    >>> mapped(lambda w, g: w - 0.1 * g, [1.0, {"b": 2.0}], [10.0, {"b": 5.0}])
    [0.0, {'b': 1.5}]
    """
    if not others:
        return _mapped(function, tree)
    kind = type(tree)
    if kind is list:
        return [mapped(function, *parts) for parts in zip(tree, *others, strict=True)]
    if kind is tuple:
        return tuple([mapped(function, *parts) for parts in zip(tree, *others, strict=True)])
    if isinstance(tree, dict):
        return {name: mapped(function, part, *[other[name] for other in others]) for name, part in tree.items()}
    if isinstance(tree, tuple):  # with names
        return kind(*[mapped(function, *parts) for parts in zip(tree, *others, strict=True)])
    return function(tree, *others)


def _mapped(function: Callable[[Any], Any], tree: Any) -> Any:
    """The same for one tree, which costs a third: at each step of a training it is gone through twice."""
    if not isinstance(tree, _KINDS):
        return function(tree)
    kind = type(tree)
    if kind is list:
        return [_mapped(function, part) for part in tree]
    if kind is tuple:
        return tuple([_mapped(function, part) for part in tree])
    if isinstance(tree, dict):
        return {name: _mapped(function, part) for name, part in tree.items()}
    if isinstance(tree, tuple):  # with names
        return kind(*[_mapped(function, part) for part in tree])
    return function(tree)
