"""What stands between the pages as written and the site as published, tried without a build."""

from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

import publishing


def site(folder: Path, page: str, **files: str) -> Path:
    """A site of one page and some files."""
    for name, text in {"page.html": page, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


REQUESTS = {
    "a script": '<script async src="https://a.example/x.js"></script>',
    "a script of either scheme": "<script src='//a.example/x.js'></script>",
    "an image": '<img alt="x" src="http://a.example/x.png">',
    "an image for another width": '<img src="x.png" srcset="x.png 1x, https://a.example/x2.png 2x">',
    "a style sheet": '<link href="https://a.example/x.css" rel="stylesheet">',
    "an icon": '<link rel="shortcut icon" href="https://a.example/x.ico">',
    "a font": "<style>p { color: red } @font-face { src: url('https://a.example/x.woff2') }</style>",
    "a background": '<p style="color: red; background: url(//a.example/x.png)">words</p>',
    "a script that asks itself": "<script>\nfetch('https://a.example/x.json')</script>",
    "a script without a scheme": '<script type="module">import x from "//a.example/x.js"</script>',
    "a handler": "<img src='x.png' onload=\"fetch('https://a.example/')\">",
    "a frame": '<iframe title="x" src="https://a.example/"></iframe>',
}


@pytest.mark.parametrize("request_", REQUESTS)
def test_a_page_may_not_ask_another_host(tmp_path, memory, request_):
    with pytest.raises(ExtensionError, match=r"page\.html: .* third party for (https?:)?//a\.example"):
        publishing.refuse_third_parties(site(tmp_path, f"<html><body>{REQUESTS[request_]}</body></html>"), memory)


def test_neither_may_a_style_sheet(tmp_path, memory):
    with pytest.raises(ExtensionError, match=r"look\.css: .*https://a\.example/fonts\.css"):
        publishing.refuse_third_parties(
            site(tmp_path, "<html></html>", **{"_static/look.css": '@import "https://a.example/fonts.css";'}),
            memory,
        )


def test_links_that_a_reader_follows_and_addresses_in_the_text_are_fine(tmp_path, memory):
    text = (
        '<html><head><link rel="canonical" href="https://a.example/page.html">'
        '<meta property="og:image" content="https://a.example/x.png"></head>'
        '<body><a href="https://a.example/">there</a><script type="application/json">"https://a.example"</script>'
        '<script>// a remark\ndocument.createElementNS("http://www.w3.org/2000/svg", "g")</script><pre>url(https://a.example/)</pre>'
        '<svg xmlns="http://www.w3.org/2000/svg"></svg><img src="x.png" alt="a picture"></body></html>'
    )
    folder = site(
        tmp_path, text, **{"look.css": "p { background: url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org'\") }"}
    )
    publishing.refuse_third_parties(folder, memory)
    assert (folder / "page.html").read_text("utf-8") == text


def test_images_that_no_page_shows_are_not_published(tmp_path):
    folder = site(
        tmp_path, '<img src="_images/new.svg" alt="x">', **{"_images/new.svg": "<svg/>", "_images/old.svg": "<svg/>"}
    )
    publishing.tidy(folder)
    assert [p.name for p in (folder / "_images").iterdir()] == ["new.svg"]
