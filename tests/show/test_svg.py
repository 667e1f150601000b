"""Small drawings: the same picture in fewer bytes."""

import io
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
        ("M 0 0 L 1.04 2 L 1.0401 2 L -3 0.5 z", "M0 0L1 2-3 .5z"),
        ("M 0 0 M 1 1 L 2 2", "M0 0M1 1L2 2"),
        ("M 1 1 C 1 2 3 4 5 6 C 1e-9 2 3 4 5 6", "M1 1C1 2 3 4 5 6 0 2 3 4 5 6"),
    ],
)
def test_paths_say_nothing_twice(before, after):
    root = compact(parse(f'<svg viewBox="0 0 9 9"><path d="{before}"/></svg>'))
    assert root[0].get("d") == after


def test_common_looks_are_said_once_but_overlaps_stay_visible():
    svg = "<svg>{0}{0}</svg>".format('<path d="M 0 0" style="fill: #112233; opacity: 0.35; stroke: none"/>')
    (group,) = compact(parse(svg))
    assert group.get("fill-opacity") == ".35"
    assert group.get("opacity") is None
    assert [dict(p.attrib) for p in group] == [{"d": "M0 0"}] * 2


def test_lines_that_are_transparent_already_stay_so():
    (line,) = compact(parse('<svg><path d="M 0 0" style="fill: none; stroke: #112233; stroke-opacity: 0.35"/></svg>'))
    assert line.get("stroke-opacity") == ".35"
