"""Images of known size, so that nothing moves when they arrive; those out of sight wait; pixels are WebP if smaller."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PIL import Image

LENGTH = r'<svg\b[^>]*?\b{}="([\d.]+)(pt|px|)"'
BOX = re.compile(r'<svg\b[^>]*?\bviewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"')
AT_ONCE = 1  # images of an article that are loaded with the page: those that may be seen first


def mend(book: Iterable[Any], site: Path) -> None:
    """Give every image its size, and let those further down wait."""
    smaller: dict[Path, Path] = {}
    for page in book:
        later = {image.mem_id for image in page.tree.css("article img")[AT_ONCE:]}
        for image in page.tree.css("img"):
            source = (page.path.parent / (image.attributes.get("src") or "").split("?")[0]).resolve()
            if not source.is_file():
                continue
            if source.suffix == ".png":
                if source not in smaller:
                    smaller[source] = _as_webp(source)
                target = smaller[source]
                image.attrs["src"] = page.relative(target)
                source = target
            size = _size(source)
            if size and "width" not in image.attributes:
                image.attrs["width"], image.attrs["height"] = (str(round(length)) for length in size)
            image.attrs["decoding"] = "async"
            if image.mem_id in later:
                image.attrs["loading"] = "lazy"
    for source, target in smaller.items():
        if source != target:
            source.unlink(missing_ok=True)


def _as_webp(source: Path) -> Path:
    target = source.with_suffix(".webp")
    out = io.BytesIO()
    Image.open(source).convert("RGBA").save(out, "WEBP", lossless=True, method=6)
    if len(out.getvalue()) >= source.stat().st_size:
        return source
    target.write_bytes(out.getvalue())
    return target


def _size(source: Path) -> tuple[float, float] | None:
    if source.suffix != ".svg":
        return Image.open(source).size
    head = source.read_text("utf-8")[:4000]
    found = [re.search(LENGTH.format(side), head) for side in ("width", "height")]
    if all(found):
        width, height = (float(m.group(1)) * (4 / 3 if m.group(2) == "pt" else 1) for m in found if m)
        return width, height
    box = BOX.search(head)
    return (float(box.group(1)), float(box.group(2))) if box else None
