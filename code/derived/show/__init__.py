"""What the chapters show: figures, still and moving, and numbers in the text.

`plotting` has the house style, `moving` figures to manipulate, with their `controls`, and `notebook` computed numbers
for the text, `numerals` how these stand in it. `svg` makes drawings small, and `rounding` their numbers short.
"""

from derived.show.controls import Choice, Slider
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
    "MovingFigure",
    "Slider",
    "contrast",
    "figure",
    "glue",
    "moving_figure",
]
