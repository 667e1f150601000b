"""Docstrings on their way to the page."""

import docstrings


def test_bars_are_escaped_outside_code():
    lines = ["At most |x_jᵀy| and ``|a|``.", "", ">>> 1 | 2", "3 | 4", "", "Then |b|."]
    docstrings.escape_bars(None, "function", "f", None, None, lines)
    assert lines == [r"At most \|x_jᵀy\| and ``|a|``.", "", ">>> 1 | 2", "3 | 4", "", r"Then \|b\|."]
