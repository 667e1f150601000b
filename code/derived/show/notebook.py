"""Small helps for the chapters: put computed numbers into the text, and show a function as it stands in the package."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable

from IPython.display import Markdown, display

__all__ = ["glue", "source"]

_PREFIX = "application/papermill.record/"


def glue(**numbers: object) -> None:
    """Hand numbers to the text, where the role ``glue`` puts them: after ``glue(slope="4.0")``, by the name slope.

    Parameters
    ----------
    **numbers
        Each shown as ``str`` of it.

    Raises
    ------
    ValueError
        If a float is given without being formatted: the text would show all its digits.

    Examples
    --------
    >>> glue(share=0.123456789)
    Traceback (most recent call last):
    ...
    ValueError: share: format the number first, as in f"{share:.2f}"
    """
    for name, value in numbers.items():
        if isinstance(value, float):
            raise ValueError(f'{name}: format the number first, as in f"{{{name}:.2f}}"')
        display(
            {f"{_PREFIX}text/plain": str(value)},
            raw=True,
            metadata={"scrapbook": {"name": name, "mime_prefix": _PREFIX}},
        )


def source(*functions: Callable) -> Markdown:
    """The source of functions of the package, without their docstrings: the very code that the book tests.

    Parameters
    ----------
    *functions
        Functions or methods.

    Examples
    --------
    >>> from derived.linear_models import rss
    >>> print(source(rss).data)
    ```python
    def rss(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> float:
        r = y - X @ w
        return float(r @ r)
    ```
    """
    return Markdown("```python\n" + "\n\n".join(_without_docstring(f) for f in functions) + "\n```")


def _without_docstring(function: Callable) -> str:
    text = textwrap.dedent(inspect.getsource(function))
    (definition,) = ast.parse(text).body
    assert isinstance(definition, ast.FunctionDef)
    lines = text.splitlines()
    first = definition.body[0]
    if ast.get_docstring(definition) is not None:
        del lines[first.lineno - 1 : first.end_lineno]
    return "\n".join(lines)
