"""The house style of the figures: legible on a phone, on white and on black, and for color-blind readers.

Backgrounds are transparent, lines and words of a middle gray that stands out from a light page and from a dark one. The
palette is that of Okabe and Ito (2008), darkened or lightened until every color has a contrast of at least three to one
with both pages. So a figure can be read wherever a notebook is opened. On the book's own pages the gray becomes the
color of the text around, and each color a darker or a lighter one, for words too: see ``book/_static/derived.css``.
Figures are SVG with a fixed salt and no date, so that the same data gives the same bytes.
"""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from IPython.core.getipython import get_ipython
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib_inline.backend_inline import set_matplotlib_formats

from derived.inputs import count

__all__ = [
    "BLUE",
    "COLORS",
    "DARK_PAGE",
    "GRAY",
    "GREEN",
    "LIGHT_PAGE",
    "ORANGE",
    "PURPLE",
    "contrast",
    "figure",
]

BLUE, ORANGE, GREEN, PURPLE = "#3b82c4", "#c8641e", "#1a936f", "#b565a7"
GRAY = "#767676"
COLORS = (BLUE, ORANGE, GREEN, PURPLE)
LIGHT_PAGE, DARK_PAGE = "#ffffff", "#14181e"

STYLE: dict[Any, Any] = {
    "figure.figsize": (6.2, 3.8),
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "savefig.transparent": True,
    "figure.constrained_layout.use": True,
    "font.family": "DejaVu Sans",
    "font.size": 12.5,
    "axes.labelsize": 12.5,
    "axes.titlesize": 12.5,
    "text.color": GRAY,
    "axes.labelcolor": GRAY,
    "axes.edgecolor": GRAY,
    "xtick.color": GRAY,
    "ytick.color": GRAY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": cycler(color=COLORS),
    "lines.linewidth": 2,
    "lines.markersize": 6,
    "legend.frameon": False,
    "svg.hashsalt": "derived",
    "svg.fonttype": "path",
}


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colors, from 1 (none) to 21 (black on white).

    Parameters
    ----------
    first, second : str
        Colors that Matplotlib knows.

    References
    ----------
    Web Content Accessibility Guidelines 2.2, "contrast ratio".

    Examples
    --------
    >>> round(contrast("black", "white"), 1)
    21.0
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = np.array(mpl.colors.to_rgb(color))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def figure(xlabel: str, ylabel: str, columns: int = 1, rows: int = 1, **options: object) -> tuple[Figure, Axes]:
    """A figure in the house style, with labeled axes.

    Parameters
    ----------
    xlabel, ylabel : str
        What is on the axes, with units; several panels share them.
    columns, rows : int
        How many panels stand side by side, and below each other; the axes are then an array.
    **options
        For `matplotlib.pyplot.subplots`.

    Returns
    -------
    fig, ax : Figure, Axes

    Raises
    ------
    ValueError
        If a label is empty: an axis without a name says nothing.

    Examples
    --------
    >>> fig, ax = figure("size (m²)", "price ($)")
    >>> ax.get_xlabel()
    'size (m²)'
    """
    if not all(isinstance(label, str) and label.strip() for label in (xlabel, ylabel)):
        raise ValueError(f"both axes need a label, but they are {xlabel!r} and {ylabel!r}")
    columns, rows = count()(columns, "columns"), count()(rows, "rows")
    _use_svg_in_notebooks()
    mpl.rcParams.update(STYLE)
    fig, ax = plt.subplots(rows, columns, **options)  # type: ignore[call-overload]
    panels = np.reshape(ax, (rows, columns))
    for panel in panels[-1]:
        panel.set_xlabel(xlabel)
    for panel in panels[:, 0]:
        panel.set_ylabel(ylabel)
    return fig, ax


def _use_svg_in_notebooks() -> None:
    """Let Jupyter show figures as SVG, and as PNG until it trusts the notebook; undated, to be the same always."""
    if get_ipython() is not None:
        set_matplotlib_formats("svg", "png", metadata={"Date": None, "Creator": None})
