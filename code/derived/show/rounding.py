"""Drawings of fewer bytes that look the same: numbers of few digits, paths without idle steps, pixels of few shades."""

from __future__ import annotations

import base64
import io
import re
from xml.etree import ElementTree as ET

from PIL import Image

NUMBER = r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?"
GLYPH, COARSE_GLYPH = "scale(0.015625)", "scale(.125)"  # letters in 6400 units a line, then in 800
SHIFT = re.compile(rf"translate\(({NUMBER})(?: ({NUMBER}))?\)")
SHADES, FEW_BYTES = 64, 8_000
LENGTHS = {"x", "y", "width", "height", "cx", "cy", "r"}


def round_numbers(root: ET.Element) -> None:
    """Give every number of a tree the digits that are seen, and its pictures of pixels few shades, in place."""
    shapes = {s for defs in root.iter("defs") for s in defs}
    for element in root.iter():
        digits = 2 if element in shapes else 1
        glyph = element.get("transform") == GLYPH
        for name, value in element.attrib.items():
            if name == "d":
                element.set(name, _path(value, 0, 0.125) if glyph else _path(value, digits))
            elif name == "transform":
                element.set(name, COARSE_GLYPH if glyph else re.sub(r"(\w+)\(([^)]*)\)", _transform, value))
            elif re.fullmatch(NUMBER, value):
                element.set(name, few_digits(float(value), digits if name in LENGTHS else 2))
        if element.tag == "image":
            element.set("href", _smaller(element.get("href", "")))
        elif element.tag == "use":
            if place := SHIFT.fullmatch(element.get("transform", "")):
                del element.attrib["transform"]
                element.attrib = {"x": place[1], "y": place[2] or "0", **element.attrib}
            for name in ("x", "y"):
                if element.get(name) == "0":
                    del element.attrib[name]


def _transform(found: re.Match[str]) -> str:
    digits = 1 if found[1] == "translate" else 6
    return f"{found[1]}({' '.join(few_digits(float(x), digits) for x in re.findall(NUMBER, found[2]))})"


def _path(d: str, digits: int, scale: float = 1) -> str:
    """The steps of a path, each from where the last one ended, with few digits, none of length zero.

    Where a step ends is rounded, and its length taken from that, so that errors do not add up. A path with other
    commands than Matplotlib's is left as it is: of one that was made small before, nothing is left to do.
    """
    said, last = "", ""
    here = start = (0.0, 0.0)
    for command, numbers in re.findall(rf"([A-Za-z])((?:[\s,]*{NUMBER})*)", d):
        if command not in "MLQCzZ":
            return d
        values = [round(scale * float(x), digits) for x in re.findall(NUMBER, numbers)]
        points = list(zip(values[::2], values[1::2], strict=True))
        if command in "zZ":
            points = [start]
        elif command == "L" and points[-1] == here:
            continue
        elif command == "M":
            start = points[-1]
        step = [few_digits(x - o, digits) for point in points for x, o in zip(point, here, strict=True)]
        name, step = _shortest(command.lower(), step)
        if not said:
            name = "M"
        said += (" " if name == last and step and name not in "Mm" else name) + " ".join(step)
        here, last = points[-1], name
    return said.replace(" -", "-")


def _shortest(command: str, step: list[str]) -> tuple[str, list[str]]:
    """A step as it is said in the fewest letters: one along an axis needs one number."""
    match command, step:
        case "z", _:
            return "z", []
        case "l", [length, "0"]:
            return "h", [length]
        case "l", ["0", length]:
            return "v", [length]
    return command, step


def few_digits(x: float, digits: int) -> str:
    """A number with few digits: .5 for 0.500, 0 for -0.0001."""
    text = f"{x:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "0") else re.sub(r"^(-?)0\.", r"\1.", text)


def _smaller(data: str) -> str:
    """A large picture of pixels with so few shades that it is smaller, and so many that nobody sees it."""
    kind, _, content = data.partition(",")
    if kind != "data:image/png;base64" or len(content) < FEW_BYTES:
        return data
    picture = Image.open(io.BytesIO(base64.b64decode(content)))
    if picture.mode == "P":
        return data
    smaller = io.BytesIO()
    picture.convert("RGBA").quantize(SHADES, method=Image.Quantize.FASTOCTREE).save(smaller, "png", optimize=True)
    return f"{kind}," + base64.b64encode(min(smaller.getvalue(), base64.b64decode(content), key=len)).decode()
