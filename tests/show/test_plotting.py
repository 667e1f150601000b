"""The house style: legible on both pages and for every eye, and the same bytes every time."""

import hashlib
import itertools
import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

from derived.show import plotting

# Viénot, Brettel and Mollon (1999): how red-green color blindness changes linear RGB.
BLIND = {
    "protanopia": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "deuteranopia": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
}


@pytest.mark.parametrize("color", [*plotting.COLORS, plotting.GRAY])
@pytest.mark.parametrize("page", [plotting.LIGHT_PAGE, plotting.DARK_PAGE])
def test_every_color_stands_out_on_both_pages(color, page):
    assert plotting.contrast(color, page) >= 3


ON_PAGES = [(":root", plotting.LIGHT_PAGE), ('[data-theme="dark"]', plotting.DARK_PAGE)]
PALETTES = Path(__file__).parents[2] / "book" / "_static" / "derived.css"


@pytest.mark.parametrize(("rule", "page"), ON_PAGES)
def test_on_the_page_every_color_is_fit_for_words(rule, page):
    (palette,) = re.findall(re.escape(rule) + r" \{ (--figure-[^}]+)\}", PALETTES.read_text("utf-8"))
    colors = dict(re.findall(r"--figure-(\w+): (#\w+);", palette))
    assert list(colors) == ["blue", "orange", "green", "purple"]
    assert all(plotting.contrast(color, page) >= 4.5 for color in colors.values())


def test_the_first_two_colors_differ_for_the_color_blind():
    for matrix in BLIND.values():
        seen = [np.clip(np.array(matrix) @ np.array(mpl.colors.to_rgb(c)) ** 2.2, 0, 1) ** (1 / 2.2) for c in
                (plotting.BLUE, plotting.ORANGE)]  # fmt: skip
        assert all(np.linalg.norm(a - b) > 0.25 for a, b in itertools.combinations(seen, 2))


def test_an_axis_without_a_name_is_refused():
    with pytest.raises(ValueError, match="both axes need a label"):
        plotting.figure("x", " ")


def test_panels_share_the_vertical_label():
    fig, axes = plotting.figure("x", "y", columns=2)
    assert [a.get_ylabel() for a in axes] == ["y", ""]
    plotting.plt.close(fig)
    fig, axes = plotting.figure("x", "y", columns=2, rows=2)
    assert [(a.get_xlabel(), a.get_ylabel()) for a in axes.flat] == [("", "y"), ("", ""), ("x", "y"), ("x", "")]
    plotting.plt.close(fig)


def test_the_same_figure_is_the_same_bytes():
    code = (
        "import io, hashlib; from derived.show import figure; fig, ax = figure('x', 'y'); ax.plot([1, 2], [3, 4]);"
        "b = io.BytesIO(); fig.savefig(b, format='svg', metadata={'Date': None}); "
        "print(hashlib.sha256(b.getvalue()).hexdigest())"
    )
    path = plotting.__file__.rsplit("/", 3)[0]
    digests = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == len(hashlib.sha256().hexdigest())
