"""What the chapters show: figures, still and moving, and numbers in the text."""

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
