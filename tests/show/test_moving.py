"""Figures to manipulate: every position drawn and said, the same bytes every time, controls for keyboard and ear."""

import base64
import gzip
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

import interaction
from derived.show import BLUE, ORANGE, Choice, Slider, moving_figure
from derived.show.svg import parse

HEIGHTS = Slider("height", [-1.0, 0.0, 0.5], start=0.5, fmt="{:.1f}")
SHAPES = Choice("shape", ["line", "dots"], start="dots")


def scene(ax):
    ax.plot([0, 1], [-1, 1], color=ORANGE)
    ax.text(0.2, 0.8, "words")


def level(ax, height):
    ax.axhline(height, color=BLUE)
    return f"level at {height:g}"


def shaped(ax, height, shape):
    ax.plot([0, 1], [height, height], "-" if shape == "line" else "o", color=BLUE)
    return f"{shape} < {height:g}"


def drawn(*controls, state=level, **options):
    return moving_figure("x", "y", scene, state, *controls, **options)


def positions(figure):
    return parse(figure.svg).findall("g[@class='position']")


def test_every_position_is_drawn_and_said_and_only_the_start_is_seen():
    figure = drawn(HEIGHTS)
    assert figure.texts == ["level at −1", "level at 0", "level at 0.5"]
    assert [p.get("display") for p in positions(figure)] == ["none", "none", None]
    heights = [float(re.findall(r"[\d.]+", p.find("path").get("d"))[1]) for p in positions(figure)]
    assert heights[0] > heights[1] > heights[2]
    assert (heights[0] - heights[1]) / (heights[1] - heights[2]) == pytest.approx(2, abs=0.01)


def test_two_controls_give_all_pairs_the_last_one_fastest():
    figure = drawn(HEIGHTS, SHAPES, state=shaped)
    assert figure.texts[:3] == ["line < −1", "dots < −1", "line < 0"]
    assert len(positions(figure)) == 6
    assert figure.begin == 5
    assert repr(figure) == "height 0.5, shape dots: dots < 0.5"


def test_the_same_figure_is_the_same_bytes_whatever_was_drawn_before():
    first = drawn(HEIGHTS).svg
    plt.rcParams["lines.linewidth"] = 7
    try:
        plt.plot([1, 2], [3, 4])
        plt.close()
        assert drawn(HEIGHTS).svg == first
    finally:
        mpl.rcdefaults()


def test_what_stays_in_front_is_drawn_once_and_last():
    root = parse(drawn(HEIGHTS).svg)
    words = [k for k, e in enumerate(root) if e.tag == "g" and "scale(.125 -.125)" in (e.get("transform") or "")]
    last = max(k for k, e in enumerate(root) if e.get("class") == "position")
    assert sum(k > last for k in words) == 1


def test_it_weighs_little():
    many = drawn(Slider("height", np.linspace(-1, 1, 41), start=0))
    assert len(gzip.compress(many.svg.encode())) < 6_000


def test_limits_are_those_that_were_given_or_those_of_the_scene():
    given = drawn(HEIGHTS, xlim=(0, 10), ylim=(-5, 5))
    assert given.svg != drawn(HEIGHTS).svg
    seen = []

    def far_away(ax, height):
        ax.plot([100], [height], "o")
        seen.append(ax.get_xlim())
        return "far"

    drawn(HEIGHTS, state=far_away)
    assert len(set(seen)) == 1
    assert seen[0] == pytest.approx((-0.05, 1.05))


def test_two_panels_move_together():
    def two_scenes(left, right):
        scene(left)
        right.plot([0, 1], [0, 2], color=ORANGE)

    def two_levels(left, right, height):
        left.axhline(height, color=BLUE)
        right.axvline(height, color=BLUE)
        return f"level at {height:g}"

    figure = moving_figure(("x", "u"), ("y", "v"), two_scenes, two_levels, HEIGHTS)
    assert figure.texts == ["level at −1", "level at 0", "level at 0.5"]
    assert all(len(p.findall(".//path")) == 2 for p in positions(figure)[1:])
    one = parse(drawn(HEIGHTS).svg)
    assert len(list(parse(figure.svg).iter("use"))) > 1.5 * len(list(one.iter("use")))  # both have their ticks


def test_notebooks_show_a_picture_and_nothing_that_runs():
    bundle = drawn(HEIGHTS)._repr_mimebundle_()
    assert set(bundle) == {"image/svg+xml", "image/png", "text/plain"}
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert bundle == drawn(HEIGHTS)._repr_mimebundle_()
    assert "<script" not in bundle["image/svg+xml"]
    assert bundle["text/plain"] == "height 0.5: level at 0.5"


def page(figure):
    root = parse(figure.svg)
    about = interaction.take_about(root)
    assert root.find("metadata") is None
    return interaction.with_controls("<svg></svg>", about, "d0")


def test_the_page_has_a_native_range_with_its_label_and_words_for_the_ear():
    html = page(drawn(HEIGHTS))
    assert '<label for="d0-0">height</label><input type="range" id="d0-0" min="0" max="2" value="2"' in html
    assert 'aria-valuetext="0.5, level at 0.5"' in html
    assert '<output for="d0-0">level at 0.5</output>' in html
    assert "<td>\N{MINUS SIGN}1.0</td><td>level at −1</td>" in html


def test_the_page_has_a_group_of_radio_buttons_with_a_legend():
    html = page(drawn(HEIGHTS, SHAPES, state=shaped))
    assert "<legend>shape</legend>" in html
    assert html.count('type="radio" name="d0-1"') == 2
    assert re.search(r'value="1"[^>]* checked> dots</label>', html)
    assert "dots &lt; 0.5" in html
    assert html.count("<tr>") == 1 + 6


def test_a_still_figure_has_no_controls():
    assert interaction.take_about(parse('<svg viewBox="0 0 1 1"><metadata><a/></metadata></svg>')) is None


BAD = {
    "not among the values": lambda: Slider("height", [0, 1], start=0.4),
    "must be finite and rise": lambda: Slider("height", [0, 1, 1], start=0),
    "finite": lambda: Slider("height", [0, np.inf], start=0),
    "needs a label": lambda: Slider(" ", [0, 1], start=0),
    "at least two positions": lambda: Slider("height", [0], start=0),
    "not among the options": lambda: Choice("shape", ["line", "dots"], start="cross"),
    "must differ and none be empty": lambda: Choice("shape", ["line", "line"], start="line"),
    "none be empty": lambda: Choice("shape", ["line", " "], start="line"),
    "at least two": lambda: Choice("shape", ["line"], start="line"),
    "both axes need a label": lambda: moving_figure("", "y", scene, level, HEIGHTS),
    "a label for each axis": lambda: moving_figure(("x", "u"), "y", scene, level, HEIGHTS),
    "one panel or two": lambda: moving_figure(list("xuv"), list("yst"), scene, level, HEIGHTS),
    "which of the two panels": lambda: moving_figure(["x", "u"], ["y", "v"], scene, level, HEIGHTS, xlim=(0, 1)),
    "one control or two, not 0": lambda: drawn(),
    "one control or two, not 3": lambda: drawn(HEIGHTS, HEIGHTS, HEIGHTS),
    "121 positions are more than 100": lambda: drawn(
        *[Slider("a", range(11), start=0), Slider("b", range(11), start=0)]
    ),
    "draws nothing at": lambda: drawn(HEIGHTS, state=lambda ax, height: "nothing"),
    "must return the live text": lambda: drawn(HEIGHTS, state=lambda ax, height: ax.axhline(height)),
    "changes the limits": lambda: drawn(HEIGHTS, state=lambda ax, h: ax.axhline(h) and ax.set_xlim(0, 9) and "text"),
}


@pytest.mark.parametrize("message", BAD)
def test_what_cannot_be_is_told(message):
    with pytest.raises(ValueError, match=message):
        BAD[message]()
