"""Small drawings: the same picture in fewer bytes."""

import io
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from derived.show.plotting import PURPLE, figure, plt
from derived.show.svg import compact, parse, written


def saved(draw):
    fig, ax = figure("x", "$w_1^2$")
    draw(ax)
    text = io.StringIO()
    fig.savefig(text, format="svg", metadata={"Date": None})
    plt.close(fig)
    return text.getvalue()


DRAWINGS = {
    "lines": lambda ax: ax.plot([1, 2, 3], [3, 1, 2], "o--", label="a") and ax.legend(),
    "shapes": lambda ax: ax.bar([1, 2, 3], [3, 1, 2], alpha=0.5, edgecolor="C1"),
    "pixels": lambda ax: ax.imshow(np.outer(np.arange(20.0), np.arange(20.0)), interpolation="none"),
    "a cloud": lambda ax: ax.plot(*np.random.default_rng(0).normal(size=(2, 3000)), ".", color=PURPLE, rasterized=True),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_small_and_stable(name):
    drawing = saved(DRAWINGS[name])
    small = written(compact(parse(drawing)))
    assert len(small) < 0.75 * len(drawing)
    assert written(compact(parse(small))) == small
    assert written(compact(parse(saved(DRAWINGS[name])))) == small


def test_how_pixels_are_scaled_stays_a_style():
    """As an attribute, `pixelated` is not valid."""
    (image,) = compact(parse(saved(DRAWINGS["pixels"]))).iter("image")
    assert image.get("style") == "image-rendering:pixelated"
    assert "image-rendering" not in image.attrib


def test_every_name_that_is_referred_to_exists_once():
    root = compact(parse(saved(DRAWINGS["lines"])))
    names = [e.get("id") for e in root.iter() if e.get("id")]
    text = ET.tostring(root, encoding="unicode")
    assert len(names) == len(set(names))
    assert all(f"#{name}" in text for name in names)
    assert not root.findall(".//metadata")
    assert not root.findall(".//style")


def test_words_take_the_color_of_the_page_and_other_colors_stay():
    text = written(compact(parse(saved(lambda ax: ax.plot([1, 2], color=PURPLE)))))
    assert "#767676" not in text.replace('color="#767676"', "", 1)
    assert f'stroke="{PURPLE}"' in text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("M 0 0 L 1.04 2 L 1.0401 2 L -3 0.5 z", "M0 0l1 2-4-1.5z"),
        ("M 0 0 M 1 1 L 2 2", "M0 0m1 1l1 1"),
        ("M 1 1 C 1 2 3 4 5 6 C 1e-9 2 3 4 5 6", "M1 1c0 1 2 3 4 5-5-4-2-2 0 0"),
        ("M 1 2 L 4 2 L 4 9 L 4 9.5 L 0 0 z M 2 2 L 3 3", "M1 2h3v7 .5l-4-9.5zm1 0l1 1"),
        ("M 0.04 0 L 0.08 0.04 L 0.12 0.08 L 0.16 0.12", "M0 0h.1v.1h.1"),
        ("M 1 1 A 2 2 0 0 0 3 3 l 0.123 4", "M 1 1 A 2 2 0 0 0 3 3 l 0.123 4"),
    ],
)
def test_paths_say_nothing_twice(before, after):
    root = compact(parse(f'<svg viewBox="0 0 9 9"><path d="{before}"/></svg>'))
    assert root[0].get("d") == after


def test_the_errors_of_steps_do_not_add_up():
    points = np.cumsum(np.random.default_rng(0).normal(size=(500, 2)), axis=0)
    d = "M " + " L ".join(f"{x:.6f} {y:.6f}" for x, y in points)
    (path,) = compact(parse(f'<svg viewBox="0 0 9 9"><path d="{d}"/></svg>'))
    here, reached = np.zeros(2), []
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", path.get("d")):
        steps = [float(x) for x in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        size = {"h": 1, "v": 1}.get(command, 2)
        for k in range(0, len(steps), size):
            one = {"h": (steps[k], 0), "v": (0, steps[k])}.get(command) or steps[k : k + 2]
            here = here + one
            reached.append(here)
    wanted = points.round(1)
    wanted = wanted[np.r_[True, (np.diff(wanted, axis=0) != 0).any(axis=1)]]
    assert np.abs(reached - wanted).max() < 1e-9


def test_common_looks_are_said_once_but_overlaps_stay_visible():
    svg = "<svg>{0}{0}</svg>".format('<path d="M 0 0" style="fill: #112233; opacity: 0.35; stroke: none"/>')
    (group,) = compact(parse(svg))
    assert group.get("fill-opacity") == ".35"
    assert group.get("opacity") is None
    assert [dict(p.attrib) for p in group] == [{"d": "M0 0"}] * 2


def test_lines_that_are_transparent_already_stay_so():
    (line,) = compact(parse('<svg><path d="M 0 0" style="fill: none; stroke: #112233; stroke-opacity: 0.35"/></svg>'))
    assert line.get("stroke-opacity") == ".35"
