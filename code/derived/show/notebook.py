"""Computed numbers for the text of a chapter."""

from __future__ import annotations

from IPython.display import display

from derived.show.numerals import with_true_minus

__all__ = ["glue"]

PREFIX = "application/papermill.record/"


def glue(**numbers: object) -> None:
    """Hand numbers to the text, where the role ``glue`` puts them: after ``glue(slope="4.0")``, by the name slope.

    Parameters
    ----------
    **numbers
        Each shown as ``str`` of it, with a true minus before a negative number.

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
            {f"{PREFIX}text/plain": with_true_minus(str(value))},
            raw=True,
            metadata={"scrapbook": {"name": name, "mime_prefix": PREFIX}},
        )
