"""How numbers stand in sentences."""

import re

MINUS = re.compile(r"(?<![^\s(])-(?=[\d.])")


def with_true_minus(text: str) -> str:
    """The text with a true minus, which is as wide as a plus, before its negative numbers."""
    return MINUS.sub("\N{MINUS SIGN}", text)
