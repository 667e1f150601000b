"""Whether two builds of the site say the same: ``python -m tests.site.text one/html another/html``.

What is compared is the text of each page, formulas and code included, and neither the theme's frame around it (another
version of the theme has buttons of its own) nor the TeX that lies unseen beside a formula. `.ci/next` asks it of the
book built with the next Sphinx.
"""

import sys
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

AROUND, SHOWN = 6, 5  # words around a difference; differences that are shown of a page


def words(page: Path) -> list[str]:
    """The words of a page: its title's, and its text's if it has one."""
    tree = LexborHTMLParser(page.read_text("utf-8"))
    for unseen in tree.css("annotation"):
        unseen.decompose()
    return [word for part in tree.css("title, article.bd-article") for word in part.text().split()]


def texts(site: Path) -> dict[str, list[str]]:
    """The words of all pages of a site, by their paths."""
    found = {path.relative_to(site): path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts}
    return {name.as_posix(): words(path) for name, path in found.items()}


def differences(one: list[str], another: list[str]) -> list[str]:
    """Where two texts part, with some words around: "the [two -> three] lines"."""
    matcher = SequenceMatcher(None, one, another, autojunk=False)
    parted = (
        f"{' '.join(one[max(0, i - AROUND) : i])} [{' '.join(one[i:j])} -> {' '.join(another[k:n])}] "
        f"{' '.join(one[j : j + AROUND])}".strip()
        for kind, i, j, k, n in matcher.get_opcodes()
        if kind != "equal"
    )
    return list(islice(parted, SHOWN))


def compare(one: Path, another: Path) -> list[str]:
    """What the second site says otherwise than the first, or does not have, or has in addition."""
    first, second = texts(one), texts(another)
    if not first:
        raise SystemExit(f"there is no page in {one}: build the book first")
    told = [f"{name}: only in {one}" for name in first if name not in second]
    told += [f"{name}: only in {another}" for name in second if name not in first]
    for name in (name for name in first if name in second and first[name] != second[name]):
        told += [f"{name}: {place}" for place in differences(first[name], second[name])]
    return told


if __name__ == "__main__":
    differ = compare(*map(Path, sys.argv[1:]))
    print("\n".join(differ) or "All pages say the same.")
    sys.exit(bool(differ))
