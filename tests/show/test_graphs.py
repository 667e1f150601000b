"""Drawings of graphs: arrows from disk to disk, past the others, in few bytes, and the same every time."""

import itertools
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from derived.autodiff import apply, trace
from derived.show import GRAY, ORANGE, GraphDrawing, Slider, figure, line_name, moving_figure, plain
from derived.show.graphs import RADIUS


def of(formula, **variables):
    lines = trace(formula, **variables).lines
    return GraphDrawing([line.parents for line in lines], [line.operation or line.tex for line in lines])


def chain(x):
    for _ in range(4):
        x = x * apply("sin", x)
    return x


GRAPHS = {
    "a stop": of(lambda s, r, b: s * r + s * s / (b + b), s=20.0, r=1.0, b=5.0),
    "rounds": of(chain, x=2.0),
    "a loss": of(
        lambda a, b, c, d, e, f: apply("log", 1 + apply("exp", a * b + c * d + e * f)) - a,
        **dict.fromkeys("abcdef", 0.5),
    ),
    "an input alone": GraphDrawing([()], ["x"]),
    "three times the same": GraphDrawing([(), (0, 0, 0)], ["x", "+"]),
}


@pytest.fixture
def ax():
    fig, ax = figure("graph", "lines")
    yield ax
    plt.close(fig)


@pytest.mark.parametrize("name", GRAPHS)
def test_arrows_lead_to_the_right_from_edge_to_edge_and_past_all_other_disks(name):
    graph = GRAPHS[name]
    assert sorted(graph.routes) == [(i, k) for i, used in enumerate(graph.parents) for k in range(len(used))]
    for (i, k), route in graph.routes.items():
        j = graph.parents[i][k]
        points = route.to_polygons(closed_only=False)[0]
        assert graph.columns[j] < graph.columns[i]
        np.testing.assert_allclose([np.linalg.norm(points[0] - graph.places[j])], RADIUS, rtol=0.5)
        np.testing.assert_allclose([np.linalg.norm(points[-1] - graph.places[i])], RADIUS, rtol=0.5)
        assert np.all(np.diff(points[:, 0]) > 0)
        fine = np.concatenate([np.linspace(a, b, 20) for a, b in itertools.pairwise(points)])
        for other in set(range(len(graph.labels))) - {i, j}:
            assert np.linalg.norm(fine - graph.places[other], axis=1).min() > RADIUS


@pytest.mark.parametrize("name", GRAPHS)
def test_no_two_disks_and_no_two_arrows_on_each_other(name):
    graph = GRAPHS[name]
    for first, second in itertools.combinations(graph.places, 2):
        assert np.linalg.norm(first - second) > 2 * RADIUS
    middles = [tuple(route.interpolated(8).vertices.mean(axis=0).round(3)) for route in graph.routes.values()]
    assert len(set(middles)) == len(middles)


def test_the_stop_has_no_crossing():
    graph = GRAPHS["a stop"]
    assert graph._tangle(graph._heights)[0] == 0


def test_all_is_drawn_and_all_is_named(ax):
    graph = GRAPHS["a stop"]
    graph.draw(ax)
    assert len(ax.patches) == 8 + 10
    assert [text.get_text() for text in ax.texts] == [*graph.labels, *map(line_name, range(8))]
    low, high = ax.transData.inverted().transform(ax.bbox.corners())[[0, 3]]
    assert np.all(graph.places - RADIUS >= low)
    assert np.all(graph.places + RADIUS <= high)


def test_words_stand_beside_what_they_are_about(ax):
    graph = GRAPHS["three times the same"]
    graph.write(ax, {1: "60"}, ORANGE)
    graph.write(ax, {1: "5"}, ORANGE, line=2)
    graph.write(ax, {1: "name"}, ORANGE, line=-1)
    graph.write_on_arrows(ax, {(1, 0): "a", (1, 2): "c"}, ORANGE)
    at = {text.get_text(): (text.xy[1], text.get_position()[1]) for text in ax.texts}
    assert at["60"][0] == at["5"][0] == -RADIUS
    assert at["5"][1] < at["60"][1] < 0 < at["name"][1]
    assert at["c"][0] < 0 < at["a"][0]
    assert at["c"][1] < 0 < at["a"][1]


def test_rows_can_be_farther_apart():
    near, far = (GraphDrawing([(), (), (0, 1)], ["x", "y", "+"], row=row) for row in (1.0, 1.6))
    np.testing.assert_allclose(far.places, near.places * [1, 1.6])


def test_a_figure_of_it_moves_in_few_bytes_and_comes_out_the_same():
    graph = GRAPHS["a stop"]

    def state(ax, step):
        graph.disks(ax, [step], ORANGE, filled=True)
        graph.arrows(ax, [arrow for arrow in graph.routes if arrow[0] == step], ORANGE, width=2)
        return line_name(step)

    first, second = (moving_figure("a", "b", graph.draw, state, Slider("step", range(8), start=3)) for _ in range(2))
    assert first.svg == second.svg
    assert first.texts == ["v₁", "v₂", "v₃", "v₄", "v₅", "v₆", "v₇", "v₈"]
    assert len(first.svg) < 25_000
    assert GRAY not in first.svg.replace(f'color="{GRAY}"', "", 1)


def test_what_is_wrong_is_told():
    with pytest.raises(ValueError, match="line 2 uses line 2, which does not stand above it"):
        GraphDrawing([(), (1,)], ["x", "y"])
    with pytest.raises(ValueError, match="line 1 uses line 0"):
        GraphDrawing([(-1,)], ["x"])
    with pytest.raises(ValueError, match="there are 2 lines, 1 labels"):
        GraphDrawing([(), ()], ["x"])


def test_lines_of_traces_are_written_without_tex():
    def all_there_is(x, y):
        z = -x + 2 * y - x / 4 + apply("exp", x * 3.5) - (1 - y) * 1e-9
        for name in ("log", "sqrt", "sin", "cos", "tanh", "sigmoid", "relu", "sign"):
            z = z + apply(name, y)
        return 1 / z**2

    written = [plain(line.tex) for line in trace(all_there_is, x=1.0, y=2.0).lines]
    assert " " not in "".join(written)  # none that breaks
    said = [text.replace("\N{NO-BREAK SPACE}", " ") for text in written]
    assert not re.search(r"[\\{}_^-]", "".join(said))
    assert said[2:5] == ["−v₁", "2 × v₂", "v₃ + v₄"]
    assert "v₁ × 3.5" in said
    assert any(text.endswith("× 1e−09") for text in said)
    assert said[-2:] == [f"{line_name(len(said) - 3)}²", f"1 / {line_name(len(said) - 2)}"]
