"""Drawings of computational graphs: a disk for each line of a trace, an arrow for each number that a line uses.

The lines stand in columns, each to the right of all that it is computed from. An arrow that passes a column gets a
place of its own there, so that it does not run behind a disk, and the columns are sorted so that few arrows cross.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch
from matplotlib.path import Path

from derived.show.lines import line_name
from derived.show.plotting import GRAY

__all__ = ["GraphDrawing"]

RADIUS, ACROSS = 0.22, 1.5  # of a disk; from column to column
BEND = 0.2  # how far apart two arrows between the same disks are kept
ALL_ORDERS = 5  # of so many disks in the first column, all orders are tried
NEAR, LINE = 8, 14  # from a disk to the words beside it, and from line to line of these, in points

Stop = tuple[int, int, int]  # a place in a column: where an arrow comes from, where it leads, and the column
Arrow = tuple[int, int]  # the line that it leads to, and which of the numbers that this line uses it brings


@dataclass(frozen=True)
class GraphDrawing:
    """A computational graph, with a place on paper for each of its lines.

    Parameters
    ----------
    parents : sequence of sequences of int
        For each line the lines that it uses, counted from 0; one that is used twice is named twice.
    labels : sequence of str
        What to write into each disk.
    row : float
        How far rows are apart, where a disk is 0.44 wide: more, if there are several lines of words between.

    Raises
    ------
    ValueError
        If there is no line, if there are more or fewer labels, or if a line uses one that does not stand above it.

    Examples
    --------
    The graph of x y + x: two inputs, a product, a sum.

    >>> graph = GraphDrawing([(), (), (0, 1), (2, 0)], ["x", "y", "×", "+"])
    >>> graph.columns
    (0, 0, 1, 2)
    >>> sorted(graph.routes)
    [(2, 0), (2, 1), (3, 0), (3, 1)]
    >>> GraphDrawing([(1,), ()], ["a", "b"])
    Traceback (most recent call last):
    ValueError: line 1 uses line 2, which does not stand above it
    """

    parents: Sequence[Sequence[int]]
    labels: Sequence[str]
    row: float = 1.0

    def __post_init__(self) -> None:
        if not self.parents or len(self.parents) != len(self.labels):
            raise ValueError(f"a label for each line: there are {len(self.parents)} lines, {len(self.labels)} labels")
        for i, used in enumerate(self.parents):
            if wrong := [j for j in used if not 0 <= j < i]:
                raise ValueError(f"line {i + 1} uses line {wrong[0] + 1}, which does not stand above it")

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The column of each line, which is the number of arrows of the longest way to it."""
        columns: list[int] = []
        for used in self.parents:
            columns.append(1 + max((columns[j] for j in used), default=-1))
        return tuple(columns)

    @cached_property
    def places(self) -> np.ndarray:
        """Where the middle of each disk is, one in each row."""
        return np.array([self._place((i, i, column)) for i, column in enumerate(self.columns)])

    @cached_property
    def routes(self) -> dict[Arrow, Path]:
        """The way of each arrow, from the edge of a disk to the edge of another."""
        return {(i, k): self._route(i, k) for i, used in enumerate(self.parents) for k in range(len(used))}

    def draw(self, ax: Axes, color: str = GRAY) -> None:
        """All of it, with the name of each line above its disk, on axes that hold no more than that.

        Parameters
        ----------
        ax : Axes
            Where.
        color : str
            Of lines and words.
        """
        self.disks(ax, range(len(self.labels)), color)
        self.arrows(ax, self.routes, color)
        for (x, y), label in zip(self.places, self.labels, strict=True):
            ax.text(x, y, label, ha="center", va="center", color=color)
        self.write(ax, {i: line_name(i) for i in range(len(self.labels))}, color, line=-1)
        (left, low), (right, high) = self.places.min(axis=0), self.places.max(axis=0)
        ax.set(xlim=(left - 0.4, right + 0.4), ylim=(low - 0.95, high + 0.6), aspect="equal")
        ax.set_axis_off()

    def disks(self, ax: Axes, lines: Iterable[int], color: str, *, filled: bool = False) -> None:
        """The disks of some lines.

        Parameters
        ----------
        ax : Axes
            Where.
        lines : iterable of int
            Which.
        color : str
            Theirs.
        filled : bool
            Whether they are thick, and have a wash of the color.
        """
        for i in lines:
            if filled:
                ax.add_patch(Circle(self.places[i], RADIUS, color=color, alpha=0.25, lw=0))
            ax.add_patch(Circle(self.places[i], RADIUS, fill=False, ec=color, lw=2 if filled else 1.2))

    def arrows(self, ax: Axes, which: Collection[Arrow], color: str, *, width: float = 1.2) -> None:
        """Some arrows.

        Parameters
        ----------
        ax : Axes
            Where.
        which : collection of (int, int)
            Keys of `routes`: the line that it leads to, and which of the numbers that this line uses it brings.
        color : str
            Theirs.
        width : float
            Theirs, in points.
        """
        for arrow in which:
            head = FancyArrowPatch(path=self.routes[arrow], arrowstyle="-|>", mutation_scale=11, color=color, lw=width)
            ax.add_patch(head)

    def write(self, ax: Axes, texts: Mapping[int, str], color: str, *, line: int = 1) -> None:
        """Words above or below some disks.

        Parameters
        ----------
        ax : Axes
            Where.
        texts : mapping of int to str
            What to write at which line.
        color : str
            Of the words.
        line : int
            1 for the first line of words below the disk, 2 for the second; -1 for the one above it.
        """
        for i, text in texts.items():
            x, y = self.places[i]
            side, off = (-1 if line > 0 else 1), NEAR + LINE * (abs(line) - 1)
            ax.annotate(text, (x, y + side * RADIUS), (0, side * off), textcoords="offset points",
                        ha="center", va="center", color=color)  # fmt: skip

    def write_on_arrows(self, ax: Axes, texts: Mapping[Arrow, str], color: str) -> None:
        """Words beside the middles of some arrows.

        Parameters
        ----------
        ax : Axes
            Where.
        texts : mapping of (int, int) to str
            What to write at which arrow.
        color : str
            Of the words.
        """
        for (i, k), text in texts.items():
            points = np.asarray(self.routes[i, k].to_polygons(closed_only=False)[0])
            way = np.append(0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
            middle = (np.interp(way[-1] / 2, way, points[:, 0]), np.interp(way[-1] / 2, way, points[:, 1]))
            off = NEAR if self._bend(i, k) >= 0 else -NEAR
            ax.annotate(text, middle, (0, off), textcoords="offset points", ha="center", va="center", color=color)

    @cached_property
    def _links(self) -> list[tuple[Stop, Stop]]:
        """The arrows, cut at every column that they pass."""
        links: list[tuple[Stop, Stop]] = []
        for i, used in enumerate(self.parents):
            for j in used:
                passed = [(j, i, column) for column in range(self.columns[j] + 1, self.columns[i])]
                links += itertools.pairwise([(j, j, self.columns[j]), *passed, (i, i, self.columns[i])])
        return links

    @cached_property
    def _heights(self) -> dict[Stop, float]:
        """How high each place of each column is, where the middle is 0."""
        lines = [(i, i, column) for i, column in enumerate(self.columns)]
        stops = dict.fromkeys([*lines, *itertools.chain.from_iterable(self._links)])
        first, *others = ([s for s in stops if s[2] == c] for c in range(max(self.columns) + 1))
        orders: Iterable[Sequence[Stop]] = [first]
        if len(first) <= ALL_ORDERS:
            orders = itertools.permutations(first)
        return min((self._sorted(order, others) for order in orders), key=self._tangle)

    def _sorted(self, first: Sequence[Stop], others: Sequence[list[Stop]]) -> dict[Stop, float]:
        """Each column in the order of the mean heights of what its places are computed from."""
        heights = {s: (len(first) - 1) / 2 - k for k, s in enumerate(first)}
        for column in others:
            middle = {s: np.mean([heights[a] for a, b in self._links if b == s]) for s in column}
            order = sorted(column, key=lambda s: -middle[s])
            heights |= {s: (len(column) - 1) / 2 - k for k, s in enumerate(order)}
        return heights

    def _tangle(self, heights: Mapping[Stop, float]) -> tuple[int, float]:
        """How many arrows cross, and how far they climb."""
        pairs = itertools.combinations(dict.fromkeys(self._links), 2)
        crossings = sum(
            (heights[a] - heights[c]) * (heights[b] - heights[d]) < 0 for (a, b), (c, d) in pairs if a[2] == c[2]
        )
        return crossings, sum(abs(heights[a] - heights[b]) for a, b in self._links)

    def _place(self, stop: Stop) -> tuple[float, float]:
        return ACROSS * stop[2], self.row * self._heights[stop]

    def _bend(self, i: int, k: int) -> float:
        """How far an arrow keeps from the straight way: there may be others between the same disks."""
        alike = [m for m, other in enumerate(self.parents[i]) if other == self.parents[i][k]]
        return BEND * ((len(alike) - 1) / 2 - alike.index(k))

    def _route(self, i: int, k: int) -> Path:
        j = self.parents[i][k]
        passed = [self._place((j, i, column)) for column in range(self.columns[j] + 1, self.columns[i])]
        start, end, bend = self.places[j], self.places[i], self._bend(i, k)
        if not passed:
            along = (end - start) / np.linalg.norm(end - start)
            aside = bend * np.array([-along[1], along[0]])
            edges = [start + RADIUS * along + aside / 2, end - RADIUS * along + aside / 2]
            if not bend:
                return Path(edges)
            return Path([edges[0], (start + end) / 2 + 2 * aside, edges[1]], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
        edge = np.array([RADIUS, 0.0])
        points = np.array([start + edge, *passed, end - edge])
        points[:, 1] += bend
        level = np.array([[ACROSS, 0.0]])  # as which it leaves and arrives; between, it goes from neighbor to neighbor
        pulls = np.concatenate([level, (points[2:] - points[:-2]) / 2, level]) / 3
        curves = zip(points[:-1] + pulls[:-1], points[1:] - pulls[1:], points[1:], strict=True)
        codes = [Path.MOVETO, *[Path.CURVE4] * (3 * (len(points) - 1))]
        return Path([points[0], *itertools.chain.from_iterable(curves)], codes)
