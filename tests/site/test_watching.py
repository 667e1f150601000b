"""What the visits are told: whatever a page asks of another host, by whichever way, is seen, and goes nowhere.

The build refuses the addresses that it can read; those that a script puts together while it runs only a browser sees.
"""

import pytest

from .browsing import served
from .visiting import Visit, opened

HOST = "'a.' + 'example'"  # as no search for addresses finds it
WAYS = {
    "fetch": f"fetch('https:' + '//' + {HOST} + '/x').catch(() => {{}})",
    "a moment later": f"setTimeout(() => fetch('https:' + '//' + {HOST} + '/x').catch(() => {{}}), 300)",
    "an image": f"new Image().src = '//' + {HOST} + '/x'",
    "a script": f"document.head.append(Object.assign(document.createElement('script'), {{src: '//' + {HOST} + '/x'}}))",
    "a style sheet": f"document.head.append(Object.assign(document.createElement('style'),"
    f" {{textContent: '@import \"//' + {HOST} + '/x\"'}}))",
    "a module": f"import('https:' + '//' + {HOST} + '/x').catch(() => {{}})",
    "a beacon": f"navigator.sendBeacon('https:' + '//' + {HOST} + '/x')",
    "events": f"new EventSource('https:' + '//' + {HOST} + '/x')",
    "a frame": f"document.body.append(Object.assign(document.createElement('iframe'), {{src: '//' + {HOST} + '/x'}}))",
    "a socket": f"new WebSocket('wss:' + '//' + {HOST} + '/x')",
    "a worker": f"new Worker(URL.createObjectURL(new Blob([`fetch('https:' + '//' + {HOST} + '/x').catch(() => 0)`])))",
    "an address in numbers": "fetch('http:' + '//' + [203, 0, 113, 7].join('.') + '/x').catch(() => {})",
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_an_address_put_together_while_a_page_is_open_is_seen(browser, tmp_path, way):
    page = (
        f"<!DOCTYPE html><html lang='en'><head><title>x</title></head><body><script>{WAYS[way]}</script></body></html>"
    )
    (tmp_path / "page.html").write_text(page, "utf-8")
    seen = Visit()
    with served(tmp_path) as address, opened(browser, f"{address}/page.html", seen) as shown:
        shown.wait_for_timeout(500)
    assert [asked for asked in seen.elsewhere if asked.endswith(("a.example/x", "203.0.113.7/x"))]


def test_what_is_asked_of_the_site_itself_is_no_foreign_request(browser, tmp_path):
    (tmp_path / "page.html").write_text("<html><title>x</title><script>fetch('data.json')</script></html>", "utf-8")
    (tmp_path / "data.json").write_text("{}", "utf-8")
    seen = Visit()
    with served(tmp_path) as address, opened(browser, f"{address}/page.html", seen):
        pass
    assert seen.elsewhere == []
