"""What others ask of a site: where its pages are, what each is about, and a page for what is not there."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from PIL import Image, ImageDraw, ImageFont
from sphinx.errors import ExtensionError

from memory import Memory

BOOK = "Machine Learning, Derived"
GENERIC = "Every derivation checked by the build, every model built from scratch, every figure computed."
ADDRESS = re.compile(r"https?://(\S+@)?[\w.-]*\w(:[0-9]+)?(?![^/?#])", re.IGNORECASE)
HIDDEN = ("search.html", "genindex.html", "404.html")


def checked(address: str) -> str:
    """The address of a site as it was given, with the final slash that addresses within the site rest on.

    Parameters
    ----------
    address : str
        That of the folder that the site will be in, or "" if it has none yet.

    Raises
    ------
    sphinx.errors.ExtensionError
        If it is none: it says what is wrong with it.

    Examples
    --------
    >>> checked("https://example.org/book")
    'https://example.org/book/'
    """
    address = address.strip()
    if not address:
        return ""
    parts = urlsplit(address)
    wrong = {
        "does not begin with https:// or http:// and a host": not ADDRESS.match(address),
        "has something after the folder, from ? or # on": "?" in address or "#" in address,
        "names a page, not the folder of the site": parts.path.endswith((".html", ".htm")),
        "holds a name or a password, which every page would publish": "@" in parts.netloc,
        "holds a space": bool(re.search(r"\s", address)),
    }
    for what, so in wrong.items():
        if so:
            raise ExtensionError(
                f"BOOK_URL, or baseurl in _config.yml, is {address!r}, which {what}. "
                "Give the address of the folder that the site is published in, such as https://example.org/book/"
            )
    return address.rstrip("/") + "/"


def describe(page: Any, address: str) -> None:
    """Give a page its description, and what is shown of it where it is shared."""
    about = page.description or GENERIC
    if not page.description:
        page.add_to_head(f'<meta name="description" content="{html.escape(about)}">')
    page.add_to_head('<meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff">')
    page.add_to_head('<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14181e">')
    tags = {"og:title": page.title, "og:description": about, "og:type": "article", "og:site_name": BOOK}
    if address:
        tags |= {
            "og:url": urljoin(address, page.name),
            "og:image": urljoin(address, _picture_of(page.name)),
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": f"{page.title}, a page of {BOOK}",
            "twitter:card": "summary_large_image",
        }
    for key, value in tags.items():
        kind = "name" if key.startswith("twitter") else "property"
        page.add_to_head(f'<meta {kind}="{key}" content="{html.escape(value)}">')


def _picture_of(page: str) -> str:
    return f"_images/shared/{page.removesuffix('.html').replace('/', '-')}.png"


def picture(title: str) -> bytes:
    """A picture of a page's title, 1200 by 630, for where a link to it is shared."""
    image = Image.new("RGB", (1200, 630), "#f2f6fa")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 18, 630), fill="#3f74ae")
    words, lines = title.split(), [""]
    large, small = ImageFont.load_default(76), ImageFont.load_default(38)
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, font=large) > 1040 and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    draw.multiline_text((80, 110), "\n".join(lines[:4]), fill="#1d2733", font=large, spacing=18)
    if title != BOOK:
        draw.text((80, 480), BOOK, fill="#3f74ae", font=small)
    draw.text((80, 535), "every line checked by the build", fill="#55606d", font=small)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def write(book: Sequence[Any], site: Path, address: str, memory: Memory) -> None:
    """The page for what is not there, the way from the site's root to its first page, the map, and robots' rules."""
    first = site / "book" / "index.html"
    if first.exists():
        _front_door(site, address)
    if (site / "search.html").exists():
        _not_found(site, address)
    rules = "User-agent: *\nAllow: /\n"
    if address:
        (site / "_images" / "shared").mkdir(parents=True, exist_ok=True)
        for page, content in zip(book, memory.each(picture, [(page.title,) for page in book]), strict=True):
            (site / _picture_of(page.name)).write_bytes(content)
        places = [urljoin(address, p.name) for p in book if p.name not in HIDDEN]
        entries = "".join(f"<url><loc>{html.escape(place)}</loc></url>\n" for place in places)
        (site / "sitemap.xml").write_text(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f"{entries}</urlset>\n",
            "utf-8",
        )
        rules += f"Sitemap: {urljoin(address, 'sitemap.xml')}\n"
    (site / "robots.txt").write_text(rules, "utf-8")


def _front_door(site: Path, address: str) -> None:
    canonical = f'<link rel="canonical" href="{html.escape(urljoin(address, "book/index.html"))}">' if address else ""
    (site / "index.html").write_text(
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{BOOK}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="description" content="{GENERIC}">{canonical}'
        f'<meta http-equiv="refresh" content="0; url=book/index.html">'
        f'<link rel="icon" href="_static/favicon.svg"></head>'
        f'<body><main><h1>{BOOK}</h1><p><a href="book/index.html">Open the book</a></p></main></body></html>\n',
        "utf-8",
    )


def _not_found(site: Path, address: str) -> None:
    """Made from the search page, which has the frame of all others and the way to find what was meant."""
    text = (site / "search.html").read_text("utf-8")
    base = urlsplit(address).path or "/"
    text = text.replace("<head>", f'<head><base href="{html.escape(base)}">', 1)
    text = text.replace("<title>Search", "<title>Not found", 1).replace("<h1>Search</h1>", NOT_FOUND, 1)
    text = text.replace('action="#"', 'action="search.html"').replace('href="#', 'href="404.html#')
    (site / "404.html").write_text(text, "utf-8")


NOT_FOUND = (
    "<h1>There is no such page</h1><p>It may have been moved or renamed. Search for what you were looking for, or "
    'start at the <a href="book/index.html">first page</a>.</p>'
)
