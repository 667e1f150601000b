"""What the test of a line has shown, in words: the strongest evidence that applies."""

from __future__ import annotations

from collections.abc import Collection

from derived.algebra.expressions import Expr, walk
from derived.algebra.indices import FreeIndex
from derived.algebra.instances import WIDEST, Instance
from derived.algebra.random_variables.expectations import how_found, what_was_found
from derived.algebra.shapes import widths_of
from derived.algebra.symbols import Size, Symbol
from derived.autodiff import DIGITS
from derived.derivation.claims import Claim
from derived.derivation.lines import Evidence


def described(
    formula: Expr,
    claim: Claim,
    shown: tuple[Expr, Expr],
    instances: list[Instance],
    not_claimed: Collection[str],
    worst: float,
) -> Evidence:
    """The evidence for a line that held on some instances.

    Parameters
    ----------
    formula, claim, shown
        As of the `Check`.
    instances : list of Instance
        Where it held.
    not_claimed : collection of str
        Where nothing is claimed.
    worst : float
        The largest relative error.
    """
    without = f"; {' and '.join(not_claimed)}, nothing is claimed" if not_claimed else ""
    coarse = sum(bool(instance.coarse) for instance in instances)
    many = len(instances) - coarse
    far = " or in fractions tiny and large," if any(instance.wild for instance in instances) else ""
    small = f" and {coarse} of few small numbers, often equal or zero" if coarse else ""
    sizes = _sizes_in_words(shown, instances)
    means = how_found(*shown)
    if _is_proved(formula, claim, shown):
        return Evidence("proved", f"SymPy reduces the difference of the two sides to zero{without}.", 0.0)
    if instances[0].kind == "precise":
        kind = "quadrature" if "quadrature" in means else "numeric"
        scales = ", near zero, far from it and tiny" if far else ""
        of_means = f"; {what_was_found(*shown)} by {means}" if means else ""
        return Evidence(kind, f"{kind.capitalize()}: {many} random instances{sizes}{scales}, in numbers "
                        f"of {DIGITS} digits{small}{of_means}; the largest relative error is "
                        f"{worst:.1e}{without}.", worst)  # fmt: skip
    if means:
        kind = "moments" if "moments" in means else "enumerated" if "enumeration" in means else "exact"
        return Evidence(kind, f"{kind.capitalize()}: {what_was_found(*shown)} by {means}, in fractions, on {many} "
                        f"random instances{sizes}{small}, with no tolerance{without}.", 0.0)  # fmt: skip
    numbers = f"in whole numbers up to a million{far}{small}"
    return Evidence("exact", f"Tested exactly: {many} random instances{sizes} {numbers}, "
                    f"computed in fractions, with no tolerance{without}.", 0.0)  # fmt: skip


def _is_proved(formula: Expr, claim: Claim, shown: tuple[Expr, Expr]) -> bool:
    """Whether SymPy proves the line: only where no size is left open, so that the symbols are all there is."""
    for node in (node for e in shown for node in walk(e)):
        if isinstance(node, Size | FreeIndex) or any(d != "row" and not d.is_Integer for d in node.shape):
            return False
        if isinstance(node, Symbol) and "whole" in node.conditions:
            return False
    try:
        return claim(formula, Instance(0, "symbolic")).holds
    except Exception:  # SymPy gives up in many ways, and none of them says that the line is wrong
        return False


def _sizes_in_words(shown: tuple[Expr, Expr], instances: list[Instance]) -> str:
    """Which sizes and whole numbers were tried."""
    tried = [here.assigned for here in instances if not here.coarse]
    values = {name: sorted({here[name] for here in tried}) for name in tried[0]} if tried else {}
    words = [f"{name} = {', '.join(map(str, v))}" for name, v in values.items()]
    dims = [dim for e in shown for node in walk(e) for dim in node.shape if dim != "row"]
    if any(width for dim in dims for width in widths_of(dim)):
        words.append(f"layers of 1 to {WIDEST}")
    return f" ({', '.join(words)})" if words else ""
