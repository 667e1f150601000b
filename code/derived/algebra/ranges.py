"""Between which limits a number lies, as the conditions of its letter say."""

from __future__ import annotations

import re
from fractions import Fraction

LIMITS: dict[str, tuple[str, tuple[str, ...]]] = {
    "positive": ("positive", ("> 0",)),
    "nonnegative": ("not negative", (">= 0",)),
    "between 0 and 1": ("between 0 and 1", ("> 0", "< 1")),
}
COMPARED = re.compile(r"(>=|<=|>|<)\s*(-?\d+(?:/\d+)?)")
TEX_OF = {">=": r"\ge", "<=": r"\le"}


def limits_of(conditions: tuple[str, ...]) -> tuple[tuple[Fraction, bool] | None, tuple[Fraction, bool] | None]:
    """The limits below and above that conditions name, each with whether it may be reached.

    Examples
    --------
    >>> limits_of(("positive",)), limits_of(("whole", ">= 2"))[0]
    (((Fraction(0, 1), False), None), (Fraction(2, 1), True))
    """
    low, high = None, None
    for condition in (c for name in conditions for c in LIMITS.get(name, ("", (name,)))[1]):
        if match := COMPARED.fullmatch(condition):
            sign, end = match[1], Fraction(match[2])
            if sign[0] == ">":
                low = max(low or (end, True), (end, "=" in sign), key=lambda limit: (limit[0], not limit[1]))
            else:
                high = min(high or (end, True), (end, "=" in sign))
    return low, high
