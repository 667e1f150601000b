"""Figures to manipulate: one or two controls, and the picture for each of their positions.

All positions are drawn beforehand by Matplotlib, in the house style: once what does not move, then for each position
what does. The result is a single small SVG that shows the start; the other positions lie in it unseen, and the page
adds the controls that bring them forth. So a figure needs no library on the page, works without a network, and shows in
a notebook or on paper what it shows at the start.
"""

from __future__ import annotations

import base64
import io
import itertools
import json
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from derived.show.controls import Choice, Slider
from derived.show.numerals import with_true_minus
from derived.show.plotting import STYLE
from derived.show.svg import compact, parse, written

__all__ = [
    "MOST_POSITIONS",
    "MovingFigure",
    "moving_figure",
]


MOST_POSITIONS = 100


FRONT = 3  # Matplotlib's order of drawing, from where on the scene covers what moves: its texts and legends do


@dataclass(frozen=True)
class MovingFigure:
    """A figure to manipulate, drawn for every position of its controls.

    Attributes
    ----------
    svg : str
        The picture at the start; the other positions lie in it unseen, and its ``metadata`` hold what the page needs.
    controls : tuple of Slider or ~derived.show.controls.Choice
        The controls, the last one moving fastest through the texts.
    texts : list of str
        The live text of each position.
    begin : int
        Which of the positions is the start.
    png : bytes
        The picture at the start in pixels, for notebooks whose SVG Jupyter does not trust yet.

    Examples
    --------
    >>> def state(ax, side):
    ...     ax.axvline(0.2 if side == "left" else 0.8)
    ...     return f"a line on the {side}"
    >>> figure = moving_figure(
    ...     "x", "y",
    ...     lambda ax: ax.plot([0, 1], [0, 1]),
    ...     state,
    ...     Choice("side", ["left", "right"], start="right"),
    ... )
    >>> figure.texts, figure.begin
    (['a line on the left', 'a line on the right'], 1)
    >>> figure.svg.count('<g class="position"'), figure.png[1:4]
    (2, b'PNG')
    """

    svg: str
    controls: tuple[Slider | Choice, ...]
    texts: list[str]
    begin: int
    png: bytes

    def __repr__(self) -> str:
        chosen = ", ".join(f"{c.label} {c.words[c.begin]}" for c in self.controls)
        return f"{chosen}: {self.texts[self.begin]}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        pixels = base64.b64encode(self.png).decode()
        return {"image/svg+xml": self.svg, "image/png": pixels, "text/plain": repr(self)}


def moving_figure(
    xlabel: str | Sequence[str],
    ylabel: str | Sequence[str],
    scene: Callable[..., object],
    state: Callable[..., str],
    *controls: Slider | Choice,
    xlim: tuple[float, float] | None = None,
    ylim: tuple[float, float] | None = None,
    aspect: float | str | None = None,
    figsize: tuple[float, float] = STYLE["figure.figsize"],
) -> MovingFigure:
    """Draw a figure with one or two controls, for every position of them.

    Parameters
    ----------
    xlabel, ylabel : str, or pair of str
        What is on the axes, with units. Pairs make two panels, side by side, which move together.
    scene : callable
        Given the axes, those of each panel, draws what does not move. Its texts and legends, and what has a ``zorder``
        of 3 or more, stay in front of what moves, all else behind.
    state : callable
        Given the axes and the value of each control, draws what moves and returns the live text: what there is to see
        at this position, in a few words; its negative numbers get a true minus.
    *controls : Slider or ~derived.show.controls.Choice
        One or two.
    xlim, ylim : pair of float, optional
        The ends of the axes; those that suit the scene, if not given. Of two panels, the scene sets them.
    aspect : float or "equal", optional
        The length of a unit upward, in units to the right. Of two panels, the scene sets it.
    figsize : pair of float
        Width and height, in inches. Wider figures are hard to read on a phone.

    Returns
    -------
    MovingFigure
        What a cell of a chapter should end in.

    Raises
    ------
    ValueError
        If a label is empty, if there are labels for three panels or more, if there is no control or more than two, if
        they have more than `MOST_POSITIONS` positions together, or if the state draws or says nothing at one of them,
        or changes the frame.

    Examples
    --------
    >>> moving_figure(
    ...     "x", "y",
    ...     lambda ax: ax.plot([0, 1], [0, 1]),
    ...     lambda ax, height: ax.axhline(height) and f"crosses at {height:.1f}",
    ...     Slider("height", [0.2, 0.5, 0.8], start=0.5),
    ... )
    height 0.5: crosses at 0.5
    """
    panels = _panels(xlabel, ylabel)
    if len(controls) not in (1, 2):
        raise ValueError(f"a figure to manipulate has one control or two, not {len(controls)}")
    count = math.prod(len(c.words) for c in controls)
    if count > MOST_POSITIONS:
        raise ValueError(f"{count} positions are more than {MOST_POSITIONS}: give the controls fewer values")
    given = {k: v for k, v in {"xlim": xlim, "ylim": ylim, "aspect": aspect}.items() if v is not None}
    if given and len(panels) > 1:
        raise ValueError(f"{', '.join(given)}: which of the two panels is meant? Let the scene set it")
    with mpl.rc_context(STYLE):
        fig = Figure(figsize=figsize)
        axes = [fig.add_subplot(1, len(panels), k, xlabel=x, ylabel=y, **given) for k, (x, y) in enumerate(panels, 1)]
        scene(*axes)
        frames = [_frame(ax) for ax in axes]  # asking for the limits is what makes Matplotlib find them
        for ax in axes:
            ax.autoscale(False)
        fig.draw_without_rendering()
        fig.set_layout_engine("none")
        before = set(_children(axes))
        still = [a for a in before if a.get_visible()]
        front = [a for a in still if a.get_zorder() >= FRONT]
        picture = _drawn(fig, axes, [a for a in still if a not in front])
        for other in fig.axes[len(axes) :]:  # such as a color bar: drawn once, with the scene
            other.set_visible(False)
        begin = int(np.ravel_multi_index([c.begin for c in controls], [len(c.words) for c in controls]))
        texts, layers, png = [], [], b""
        for values in itertools.product(*(c.positions for c in controls)):
            texts.append(live_text(state(*axes, *values), values))
            moving = [a for a in _children(axes) if a not in before]
            if not moving:
                raise ValueError(
                    f"the state draws nothing at {values}: there must be something to see at each position"
                )
            if [_frame(ax) for ax in axes] != frames:
                raise ValueError(
                    f"the state changes the limits or the aspect of the axes at {values}: let the scene do so"
                )
            layers.append(_layer(_drawn(fig, axes, moving)))
            if len(layers) == begin + 1:
                png = _pixels(fig, [*still, *moving])
            for artist in moving:
                artist.remove()
        covering = _drawn(fig, axes, front)
    for position, layer in enumerate(layers):
        if position != begin:
            layer.set("display", "none")
    picture.extend([*layers, *covering])
    compact(picture)
    about = ET.SubElement(picture, "metadata")
    about.text = json.dumps(
        {
            "controls": [{"kind": c.kind, "label": c.label, "words": c.words, "begin": c.begin} for c in controls],
            "texts": texts,
        },
        ensure_ascii=False,
    )
    return MovingFigure(written(picture), controls, texts, begin, png)


def _panels(xlabel: str | Sequence[str], ylabel: str | Sequence[str]) -> list[tuple[str, str]]:
    """The labels of the axes, of each panel a pair."""
    labels = [[found] if isinstance(found, str) else list(found) for found in (xlabel, ylabel)]
    if not all(isinstance(label, str) and label.strip() for found in labels for label in found):
        raise ValueError(f"both axes need a label, but they are {xlabel!r} and {ylabel!r}")
    if len(labels[0]) != len(labels[1]) or len(labels[0]) not in (1, 2):
        raise ValueError(f"a figure has one panel or two, with a label for each axis, not {xlabel!r} and {ylabel!r}")
    return list(zip(*labels, strict=True))


def _frame(ax: Axes) -> tuple[object, ...]:
    return (ax.get_xlim(), ax.get_ylim(), ax.get_aspect(), ax.get_xscale(), ax.get_yscale())


def _children(axes: Collection[Axes]) -> list[Artist]:
    return [artist for ax in axes for artist in ax.get_children()]


def _drawn(fig: Figure, axes: Collection[Axes], shown: Collection[Artist]) -> ET.Element:
    """The picture of some of the things on the axes."""
    for artist in _children(axes):
        artist.set_visible(artist in shown)
    drawn = io.StringIO()
    fig.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return parse(drawn.getvalue())


def _pixels(fig: Figure, shown: Collection[Artist]) -> bytes:
    """The whole picture in pixels."""
    for artist in shown:
        artist.set_visible(True)
    drawn = io.BytesIO()
    fig.savefig(drawn, format="png")
    return drawn.getvalue()


def _layer(picture: ET.Element) -> ET.Element:
    layer = ET.Element("g", {"class": "position"})
    layer.extend(picture)
    return layer


def live_text(text: object, values: tuple[object, ...]) -> str:
    """What a state returned, if it is a text that says something."""
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"the state must return the live text, but at {values} it returned {text!r}")
    return with_true_minus(text)
