"""Words as rows of numbers: each letter has its place in an alphabet, and one symbol more begins and ends a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

__all__ = [
    "LETTERS",
    "decode",
    "encode",
]

#: The letters a to z, with the numbers 0 to 25; the symbol that begins and ends a word is 26.
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def encode(words: Iterable[str], letters: str = LETTERS) -> np.ndarray:
    """A row for each word: the end symbol, its letters, the end symbol again, and then −1 up to the longest.

    Parameters
    ----------
    words : iterable of str
        Such as names, in the letters of the alphabet.
    letters : str
        The alphabet; the end symbol has the number after its last.

    Returns
    -------
    ndarray of int, of shape (words, longest + 2)

    Raises
    ------
    ValueError
        If a word has a letter that is not in the alphabet, or there is no word.

    Examples
    --------
    >>> encode(["ann", "bo"]).tolist()
    [[26, 0, 13, 13, 26], [26, 1, 14, 26, -1]]
    """
    if isinstance(words, str):
        raise ValueError(f"words is the text {words!r}: give a list of words, such as [{words!r}]")
    place, end = {letter: k for k, letter in enumerate(letters)}, len(letters)
    rows = []
    for word in words:
        if not isinstance(word, str):
            raise ValueError(f"words must be texts, and one is {word!r}")
        strange = [letter for letter in word if letter not in place]
        if strange:
            raise ValueError(f"{word!r} has the letter {strange[0]!r}, which is none of {letters!r}")
        rows.append([end, *(place[letter] for letter in word), end])
    if not rows:
        raise ValueError("there is no word to encode: give at least one")
    result = np.full((len(rows), max(map(len, rows))), -1)
    for k, row in enumerate(rows):
        result[k, : len(row)] = row
    return result


def decode(row: Sequence[int] | np.ndarray, letters: str = LETTERS) -> str:
    """The letters of a row; end symbols and −1 are left out.

    Parameters
    ----------
    row : sequence of int
        As `encode` makes them, or a part of it.
    letters : str
        The alphabet.

    Raises
    ------
    ValueError
        If an entry is no symbol, or the row none of whole numbers.

    Examples
    --------
    >>> decode([26, 0, 13, 13, 26, -1])
    'ann'
    """
    symbols = np.asarray(row)
    if symbols.ndim != 1 or (symbols.size and symbols.dtype.kind not in "iu"):
        raise ValueError(f"row must be one row of whole numbers, as encode makes them, not {row!r}")
    if (strange := symbols[(symbols < -1) | (symbols > len(letters))]).size:
        raise ValueError(f"{strange[0]} is no symbol: the letters are 0 to {len(letters) - 1}, the end {len(letters)}")
    return "".join(letters[k] for k in symbols.tolist() if 0 <= k < len(letters))
