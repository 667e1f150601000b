"""Images of known size, so that nothing moves when they arrive; those out of sight wait; pixels are WebP if smaller."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from memory import Memory

LENGTH = r'<svg\b[^>]*?\b{}="([\d.]+)(pt|px)"'
BOX = re.compile(r'<svg\b[^>]*?\bviewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"')
AT_ONCE = 1  # images of an article that are loaded with the page: those that may be seen first
KINDS = {".svg", ".png", ".webp", ".jpg", ".jpeg", ".gif"}

Size = tuple[float, float] | None


class Picture(NamedTuple):
    """What is known of an image.

    Attributes
    ----------
    size : tuple of float or None
        Its width and height, if it has them.
    smaller : bytes or None
        The same pixels as WebP, if that is smaller.
    """

    size: Size
    smaller: bytes | None = None


Shown = Mapping[str, tuple[str, Size]]  # by its name in the site, the name and the size of the image that is shown


def pictures(site: Path, texts: Iterable[str], memory: Memory) -> dict[str, Picture]:
    """The images of a site that its pages name, by their names in the site."""
    found = [path for path in sorted(site.rglob("*")) if path.suffix in KINDS]
    asked = [path for path in found if any(path.name in text for text in texts)]
    known = memory.each(picture, [(path.suffix, path.read_bytes()) for path in asked])
    return {path.relative_to(site).as_posix(): picture for path, picture in zip(asked, known, strict=True)}


def picture(suffix: str, content: bytes) -> Picture:
    """What is known of an image."""
    if suffix == ".svg":
        return Picture(_size(content.decode()[:4000]))
    image = Image.open(io.BytesIO(content))
    if suffix != ".png":
        return Picture(image.size)
    out = io.BytesIO()
    image.convert("RGBA").save(out, "WEBP", lossless=True, method=6)
    return Picture(image.size, out.getvalue() if len(out.getvalue()) < len(content) else None)


def _size(head: str) -> Size:
    found = [re.search(LENGTH.format(side), head) for side in ("width", "height")]
    if all(found):
        width, height = (float(m.group(1)) * (4 / 3 if m.group(2) == "pt" else 1) for m in found if m)
        return width, height
    box = BOX.search(head)
    return (float(box.group(1)), float(box.group(2))) if box else None


def named(pictures: Mapping[str, Picture], text: str) -> Shown:
    """What may be shown on a page: the images that it names."""
    return {
        name: (f"{posixpath.splitext(name)[0]}.webp" if picture.smaller else name, picture.size)
        for name, picture in pictures.items()
        if posixpath.basename(name) in text
    }


def mend(page: Any, shown: Shown) -> set[str]:
    """Give every image of a page its size, let those further down wait, and tell which they are."""
    used = set()
    later = {image.mem_id for image in page.tree.css("article img")[AT_ONCE:]}
    for image in page.tree.css("img"):
        source = page.target((image.attributes.get("src") or "").split("?")[0])
        if source not in shown:
            continue
        used.add(source)
        name, size = shown[source]
        if source.endswith(".png"):
            image.attrs["src"] = page.relative(name)
        if size and "width" not in image.attributes:
            image.attrs["width"], image.attrs["height"] = (str(round(length)) for length in size)
        image.attrs["decoding"] = "async"
        if image.mem_id in later:
            image.attrs["loading"] = "lazy"
    return used


def replace(site: Path, pictures: Mapping[str, Picture], used: Iterable[str]) -> None:
    """Put the smaller images in the place of those that pages no longer show."""
    for name in used:
        if smaller := pictures[name].smaller:
            (site / name).with_suffix(".webp").write_bytes(smaller)
            (site / name).unlink()
