"""Figures on the page: in its colors, with names of their own, small, legible, and with controls where they move."""

import re

import pytest

pytestmark = pytest.mark.book

CELL = """
```{{code-cell}} ipython3
---
figure: {name}
caption: {caption}
alt: {alt}
---
{code}
```
"""
MOVING = """from derived.show import Choice, Slider, moving_figure
def scene(ax): ax.plot([0, 1], [0, 9])
def state(ax, height, look): return ax.axhline(height, ls=look) and f"level at {height}"
moving_figure("x", "y", scene, state, Slider("height", [2, 5, 7], start=5), Choice("look", ["-", ":"], start=":"))"""
ALT = "A line that rises from the left to the right."


def plot(options="", then=""):
    lines = ["from derived.show import BLUE, figure", f"fig, ax = figure('x', 'y'{options})"]
    return "\n".join([*lines, "ax.plot([1, 2], color=BLUE);", then])


def cell(code=None, caption="What to see.", name="fig-one", alt=ALT):
    return CELL.format(code=code or plot(), caption=caption, name=name, alt=alt)


def test_drawings_are_part_of_the_page(built_book):
    built_book.write("one", "# One\n" + cell() + cell(name="fig-two") + "\nSee {numref}`fig-two`.\n")
    built_book.write("two", "# Two\n" + cell(MOVING, name="fig-three") + "\nSee {numref}`fig-three`.\n")
    built = built_book.build()
    assert built.status == 0, built.text
    one, two = built_book.page("one"), built_book.page("two")

    assert one.count(f'class="drawing" role="img" aria-label="{ALT}"') == 2
    assert 'stroke="var(--figure-blue,#3b82c4)"' in one
    assert "currentColor" in one
    assert "<img" not in one.split("<article")[1].split("</article>")[0]
    assert re.search(r'href="#fig-two"><span class="std std-numref">Fig. 2</span>', one)
    assert not list((built_book.site / "_images").glob("*.svg"))
    names = re.findall(r'\bid="([^"]+)"', one)
    assert len(names) == len(set(names))
    asked = re.findall(r'(?:href="#|url\(#)(d\w+)', one)
    assert asked and set(asked) <= set(names)
    shapes = re.findall(r'<path( d=[^>]+?) id="\w+"', one)
    assert len(shapes) == len(set(shapes)) > 3, "a letter is drawn once, in the first figure that has it"

    assert ".moving.ready" in (built_book.site / "_static" / "site.css").read_text("utf-8")
    assert '".moving"' in (built_book.site / "_static" / "site.js").read_text("utf-8")
    assert 'type="range"' in two
    assert two.count('type="radio"') == 2
    assert two.count('class="position"') == 6
    assert "{&quot;controls" not in two
    assert '{"controls' not in two


FAULTS = {
    "no caption": (cell(MOVING, caption="''", name="fig-a"), "has no caption"),
    "no words": (cell(MOVING, alt="too short", name="fig-b"), "no alternative text of substance"),
    "too small on a phone": (cell(plot(", figsize=(9, 4)"), name="fig-c"), "pixels high on a phone"),
    "small print": (cell(plot(then="ax.text(1, 1, 'words', size=8);"), name="fig-d"), "pixels high on a phone"),
    "too heavy": (cell(plot(then="ax.plot([k * k % 7919 for k in range(9000)], 'o');"), name="fig-e"), "fewer points"),
}


def test_what_readers_could_not_use_fails_the_build(built_book):
    built_book.write("two", "# Two\n" + "".join(text for text, _ in FAULTS.values()))
    built = built_book.build()
    assert built.status == 1
    told = [line for line in built.text.splitlines() if "two.md" in line and "WARNING" in line]
    assert len(told) == len(FAULTS), built.text
    for _, message in FAULTS.values():
        found = next(line for line in told if message in line)
        told.remove(found)
