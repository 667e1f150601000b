"""What the chapters show: figures, still and moving, and numbers in the text.

`plotting` has the house style, `moving` figures to manipulate, with their `controls`, `graphs` drawings of
computational graphs, `lines` how the lines of a trace are written there, and `notebook` computed numbers for the text,
`numerals` how these stand in it. `svg` makes drawings small, and `rounding` their numbers short.
"""

from derived.show.controls import Choice, Slider
from derived.show.graphs import GraphDrawing
from derived.show.lines import line_name, plain
from derived.show.moving import MOST_POSITIONS, MovingFigure, moving_figure
from derived.show.notebook import glue
from derived.show.plotting import BLUE, COLORS, DARK_PAGE, GRAY, GREEN, LIGHT_PAGE, ORANGE, PURPLE, contrast, figure

__all__ = [
    "BLUE",
    "COLORS",
    "DARK_PAGE",
    "GRAY",
    "GREEN",
    "LIGHT_PAGE",
    "MOST_POSITIONS",
    "ORANGE",
    "PURPLE",
    "Choice",
    "GraphDrawing",
    "MovingFigure",
    "Slider",
    "contrast",
    "figure",
    "glue",
    "line_name",
    "moving_figure",
    "plain",
]
