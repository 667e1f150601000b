"""How letters are set: scalars in italics, arrays in bold, accents and subscripts from the name in the code."""

from __future__ import annotations

import re

from derived.algebra.shapes import Shape

_GREEK = set(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega "  # noqa: SIM905
    "Gamma Delta Theta Lambda Sigma Phi Psi Omega varepsilon varphi ell".split()
)
_ACCENTS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde"}


def letter_tex(name: str, shape: Shape = ()) -> str:
    r"""How a symbol is set: scalars in italics, vectors and matrices in bold, accents and subscripts from the name.

    Examples
    --------
    >>> letter_tex("w_hat", (3,)), letter_tex("lambda"), letter_tex("beta_1")
    ('\\hat{\\mathbf{w}}', '\\lambda', '\\beta_{1}')
    """
    base, *marks = name.split("_")
    if base in _GREEK:
        tex = rf"\boldsymbol{{\{base}}}" if shape else rf"\{base}"
    elif len(base) == 1:
        tex = rf"\mathbf{{{base}}}" if shape else base
    else:
        tex = rf"\mathrm{{{base}}}"
    for mark in marks:
        if mark in _ACCENTS:
            tex = rf"{_ACCENTS[mark]}{{{tex}}}"
        elif mark == "star":
            tex = rf"{tex}^{{\star}}"
        else:
            subscript = mark if len(mark) == 1 or mark.isdigit() else rf"\mathrm{{{mark}}}"
            tex = rf"{tex}_{{{subscript}}}"
    return tex


def part_name(name: str, whole: Shape, part: Shape) -> str:
    """The letter of a part of an array: in lower case for entries and rows, as those of a matrix X are x.

    Examples
    --------
    >>> part_name("X", (3, 2), (2,)), part_name("X", (4, 3, 2), (3, 2)), part_name("x", (3,), ())
    ('x', 'X', 'x')
    """
    return name.lower() if len(whole) >= 2 and len(part) < 2 else name


def not_bold(tex: str) -> str:
    r"""The letter of an array as that of its entries.

    Examples
    --------
    >>> not_bold(r"\hat{\mathbf{w}}^{(-1)}"), not_bold(r"\boldsymbol\varepsilon")
    ('\\hat{w}^{(-1)}', '\\varepsilon')
    """
    return re.sub(r"\\(?:mathbf|boldsymbol)(?:\{([^{}]*)\}| ?(?=\\)| )", r"\1", tex)


def superscripted(tex: str) -> bool:
    r"""Whether a letter ends in a superscript of its own: TeX sets no second one on it, as of its square or transpose.

    Examples
    --------
    >>> [superscripted(tex) for tex in (r"x^{\star}", r"\hat{x}", "x_{i^{2}}", "(x^2)_{i}")]
    [True, False, False, False]
    """
    depth = 0
    for sign in tex:
        depth += (sign in "{(") - (sign in "})")
        if sign == "^" and not depth:
            return True
    return False
