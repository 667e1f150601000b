"""What is done to the pages before they are published: light, and good to use without a mouse, a screen or a script."""

import re
import subprocess

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser
from sphinx.errors import ExtensionError

import mathematics
from finishing import addresses, fonts, images, nodes, pages, portions, styles
from memory import Memory

from .conftest import ROOT

FRAME = """<!DOCTYPE html><html lang="en"><head><title>1.2. Words — The book</title></head><body>
<nav class="bd-docs-nav"><div class="bd-toc-item"><p class="caption">Part one</p>
<ul><li class="current active has-children"><a>Words</a><details><summary></summary></details></li></ul></div></nav>
<div id="pst-primary-sidebar"></div>
<button class="search-button-field" title="Search" aria-label="Search"><i class="fa-solid"></i>Find</button>
<button class="toggle" title="Show the contents"><span class="fa-solid"></span></button>
<main role="main"><article class="bd-article"><h1>Words</h1>{}</article></main></body></html>"""


def mended(body: str) -> LexborHTMLParser:
    page = pages.Page("page.html", FRAME.format(body))
    page.mend()
    return page.tree


def test_a_solution_is_folded_by_the_browser():
    tree = mended(
        '<div class="admonition dropdown" id="s1"><p class="admonition-title">Solution</p><p>It is 4.</p></div>',
    )
    (folded,) = tree.css("details#s1")
    assert folded.css_first("summary").text() == "Solution"
    assert folded.text(strip=True) == "SolutionIt is 4."
    assert "open" not in folded.attributes


def test_tables_name_their_rows_and_columns():
    head = "<thead><tr><th></th><th halign='left'>n</th></tr></thead>"
    body = "<tbody><tr><th>a</th><td>1</td></tr></tbody>"
    tree = mended(f"<table border='1'>{head}{body}</table>")
    assert [cell.tag for cell in tree.css("thead tr *")] == ["td", "th"]
    assert tree.css_first("thead th").attributes["scope"] == "col"
    assert tree.css_first("tbody th").attributes["scope"] == "row"
    assert "border" not in tree.css_first("table").attributes
    assert "halign" not in tree.css_first("thead th").attributes


def test_numbers_stand_under_their_heading():
    head = '<thead><tr style="text-align: right;"><th></th><th>name</th><th>price</th></tr></thead>'
    body = "<tbody><tr><th>0</th><td>a 1</td><td>-1,200.5</td></tr><tr><th>1</th><td>b</td><td>3e-05</td></tr></tbody>"
    tree = mended(f'<table class="dataframe">{head}{body}</table>')
    assert not tree.css("[style]")
    numbers = [[cell.attributes.get("class") for cell in row.css("th, td")] for row in tree.css("tr")]
    assert numbers == [["number", None, "number"]] * 3


def test_the_name_of_the_rows_stands_above_them():
    tree = mended(
        '<table class="dataframe"><thead><tr><th></th><th>weight</th></tr><tr><th>column</th><th></th></tr></thead>'
        "<tbody><tr><th>GPA</th><td>2.8</td></tr></tbody></table>",
    )
    assert [[cell.text() for cell in row.css("th, td")] for row in tree.css("tr")] == [
        ["column", "weight"],
        ["GPA", "2.8"],
    ]
    assert [cell.attributes["scope"] for cell in tree.css("thead th")] == ["col", "col"]


def test_a_heading_of_two_lines_stays():
    head = "<tr><th></th><th>weight</th></tr><tr><th>column</th><th>mean</th></tr>"
    tree = mended(f'<table class="dataframe"><thead>{head}</thead><tbody></tbody></table>')
    assert len(tree.css("thead tr")) == 2


def test_powers_of_ten_are_typeset_in_sentences_only():
    tree = mended("<p>At most <span>8.5e-15</span>, or 0.0e+00, as <code>1e-9</code> &lt; 2e+06 says.</p>")
    (paragraph,) = tree.css("article p")
    assert [part.html for part in paragraph.css(".power")] == [
        '<span class="power">8.5 × 10<sup>−15</sup></span>',
        '<span class="power">2 × 10<sup>6</sup></span>',
    ]
    assert paragraph.text() == "At most 8.5 × 10−15, or 0, as 1e-9 < 2 × 106 says."


def test_only_printed_words_may_be_broken():
    output = '<div class="output stream"><div class="highlight"><pre>{}</pre></div></div>'
    tree = mended(output.format("it is wrong: mend it") + output.format("a   1\nb  22"))
    assert [pre.attributes.get("class") for pre in tree.css("pre")] == ["words", None]


def test_the_ledger_is_a_table_to_the_ear():
    head = "<thead><tr class='row-odd'><th>Line</th><th>Compared</th></tr></thead>"
    tree = mended(f"<table class='ledger'>{head}<tbody><tr><td>(1)</td><td>–</td></tr></tbody></table>")
    assert not tree.css("table, tr, td, th")
    roles = [node.attributes["role"] for node in tree.css(".ledger, .ledger [role]")]
    assert roles == ["table", "rowgroup", "row", "columnheader", "columnheader", "rowgroup", "row", "cell", "cell"]
    assert [cell.attributes.get("class") for cell in tree.css("[role='cell']")] == [None, "none"]


def test_only_formulas_that_have_it_elsewhere_are_without_their_tex():
    formula = "<span class='math'><math><semantics><mi>x</mi><annotation>x^2</annotation></semantics></math></span>"
    mark = f"<div class='derivation-mark'><details><summary>Proved</summary>{formula}</details></div>"
    tree = mended(f"{formula}{mark}<table class='ledger'><tbody><tr><td>{formula}</td></tr></tbody></table>")
    assert len(tree.css("math mi")) == 3 and len(tree.css("annotation")) == 1
    assert tree.css_first(".derivation-mark annotation, .ledger annotation") is None


def test_what_a_mark_unfolds_to_is_text_to_a_browser_with_scripts_until_it_is_asked_for():
    words = "<p>Of 21 misprints, <b>19</b> are rejected.</p>\n<p>Among them 1 &lt; 0.</p>"
    tree = mended(f"<div class='derivation-mark'><details><summary>Proved</summary>{words}</details></div>")
    fold = tree.css_first(".derivation-mark > details")
    assert [node.tag for node in fold.iter()] == ["summary", "noscript"]
    assert fold.css_first("noscript").inner_html == words


def test_everything_has_a_name():
    tree = mended("")
    assert "aria-label" not in tree.css_first(".search-button-field").attributes  # its text says it
    assert tree.css_first("summary").attributes["aria-label"] == "Pages of Words"
    assert tree.css_first("button.toggle").attributes["aria-label"] == "Show the contents"
    assert all(icon.attributes["aria-hidden"] == "true" for icon in tree.css(".fa-solid"))
    assert tree.css_first("#pst-primary-sidebar").attributes["role"] == "complementary"


def test_a_page_says_where_it_stands():
    crumbs = mended("").css_first("article > nav.breadcrumbs")
    assert [li.text() for li in crumbs.css("li")] == ["The book", "Part one", "Words"]
    assert crumbs.css("li")[-1].attributes["aria-current"] == "page"


def test_without_a_script_a_page_is_light():
    assert mended("").root.attributes["data-theme"] == "light"


def test_nothing_unfolds_while_it_is_read():
    inner = '<ul class="nav"><li>b</li></ul>'
    tree = mended(f'<nav class="page-toc"><ul class="nav"><li>a{inner}</li></ul></nav>')
    assert [ul.attributes["class"] for ul in tree.css("ul.nav")] == ["nav", "nav pst-show_toc_level"]


def test_the_menu_of_downloads_needs_no_script():
    tree = mended(
        '<div class="dropdown dropdown-download-buttons"><button class="btn dropdown-toggle" aria-label="Download">'
        '<i class="fas"></i></button><ul class="dropdown-menu"><li><a href="x.ipynb">.ipynb</a></li></ul></div>',
    )
    (menu,) = tree.css("details.dropdown-download-buttons")
    assert menu.css_first("summary").attributes["aria-label"] == "Download"
    assert menu.css_first("ul a").attributes["href"] == "x.ipynb"


def test_code_keeps_only_the_marks_that_color_it():
    code = '<span class="kn">from</span><span class="w"> </span><span class="n">a</span><span class="p">(</span>'
    tree = mended(f'<div class="highlight"><pre>{code}</pre></div><code><span class="pre">rss</span></code>')
    (pre,) = tree.css("pre")
    assert pre.inner_html == '<span class="kn">from</span> a('
    assert pre.next.tag == "button"
    assert pre.next.attributes["aria-label"] == "Copy"
    assert tree.css_first("code").inner_html == "rss"


@pytest.mark.parametrize(
    ("after", "kept"), [(", and", "tight"), (").", "tight"), (" and", None), ("-th", None), ("", None)]
)
def test_a_comma_stays_with_its_formula(after, kept):
    tree = mended(f'<p>If <span class="math">x</span>{after}</p>')
    formula = tree.css_first(".math")
    assert formula.parent.attributes.get("class") == kept
    assert tree.css_first("article p").text() == f"If x{after}"
    long = mended(f'<p>If <span class="math">{"x + " * 9}</span>{after}</p>')
    assert long.css_first(".math").parent.tag == "p"  # it breaks where it must


def test_a_long_page_comes_in_portions_that_weigh_alike():
    words = "w" * 40 * 20
    folded = f"<details><summary>s</summary>{'<b>x</b>' * 2000}</details>"
    rows = "<tr><td>1</td></tr>" * 300
    body = f"<section>{f'<p>{words}</p>' * 60}<section>{folded}<table>{rows}</table></section></section>"
    tree = LexborHTMLParser(
        f'<html><body><article class="bd-article">{body}</article><footer class="prev-next-footer"></footer></body>'
    )
    portions.divide(tree)
    held = [int(node.attributes.get("data-portion", 1)) for node in tree.css("p, details, table, footer")]
    (inner,) = tree.css("section section")
    assert inner.attributes["data-portion"] == inner.child.attributes["data-portion"]  # no empty box is shown
    assert held == sorted(held)
    assert held[0] == 1
    counts = [held.count(k) for k in range(1, max(held) + 1)]
    assert counts[1] == portions.OTHERS // 21
    assert min(counts) >= 1
    assert held[60] == held[61] - 1  # what is folded weighs little, and a table is not divided
    assert not tree.css("article > section[data-portion], tr[data-portion]")


def test_a_short_page_comes_at_once():
    tree = LexborHTMLParser('<html><body><article class="bd-article"><p>x</p></article></body></html>')
    portions.divide(tree)
    assert not tree.css("[data-portion]")


def test_roles_and_rules_that_are_not_html_are_gone():
    tree = mended(
        '<div role="list"><div class="citation" role="doc-biblioentry">A book.</div></div>'
        '<div class="cell_output"><style scoped="">td { color: red }</style><table></table></div>',
    )
    assert tree.css_first(".citation").attributes["role"] == "listitem"
    assert not tree.css("article style")


MATHS = (
    '<span class="katex-html"><span class="mord">1</span><span class="mord mathnormal">x</span>'
    '<span class="mord mathbf">w</span><span class="delimsizing size2">(</span></span>'
)


def test_letters_are_those_of_the_font_that_shows_them():
    found = fonts.letters(LexborHTMLParser(f"<html><body>not maths {MATHS}</body></html>"))
    assert {face: "".join(sorted(shown)) for face, shown in found.items() if face != fonts.WORDS} == {
        "KaTeX_Main-Regular": "(1wx",
        "KaTeX_Math-Italic": "x",
        "KaTeX_Main-Bold": "w",
        "KaTeX_Size2-Regular": "(",
    }
    assert found[fonts.WORDS] >= set("not maths")


def test_every_class_that_chooses_a_font_is_known():
    sheet = (ROOT / "book" / "_static" / "katex" / "katex.min.css").read_text("utf-8")
    known = re.findall(r"\.[\w-]+", " ".join(fonts.MARKED.values()))
    main, doubled = {"textrm", "mainrm"}, {"mathboldfrak", "textboldfrak", "mathboldsf", "textboldsf"}
    slanted = {"mathitsf", "mathsfit", "textitsf", "delimsizing", "mult", "op-symbol"}
    chosen = re.findall(r"(\.katex [^{}]+)\{font-family:KaTeX_", sheet)
    marks = {mark for selectors in chosen for mark in re.findall(r"\.([\w-]+)", selectors)} - {"katex"}
    assert len(chosen) > 15
    assert {f".{mark}" for mark in marks - main - doubled - slanted} <= set(known)


PAGE = LexborHTMLParser(
    '<html><body class="wide"><p id="first" class="a b">x</p><details><summary></summary></details></body></html>'
)


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("p.a { color: red }", True),
        ("p.c { color: red }", False),
        ("p.c, #first { color: red }", True),
        ("#second { color: red }", False),
        ("section > p { color: red }", False),
        ("p:hover::after { color: red }", True),
        ("p:not(.c) { color: red }", True),
        (":is(.c, .b) p { color: red }", True),
        (":is(.c, .d) p { color: red }", False),
        ('html[data-theme="dark"] p { color: red }', True),
        ("p.ready { color: red }", True),
        ("@media print { p.a { color: red } }", True),
        ("@media print { p.c { color: red } }", False),
        (":root { --ink: red }", True),
        ("@font-face { font-family: Nobody; src: url(x.woff2) }", False),
    ],
)
def test_only_rules_that_can_match_are_kept(rule, kept):
    tokens = styles.relevant(rule, styles.tokens(PAGE))
    assert ("red" in (sheet := styles.purged(rule, tokens)) or "Nobody" in sheet) == kept
    assert sheet == styles.purged(rule, styles.tokens(PAGE))


def test_sheets_are_joined_with_their_imports_and_addresses(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.css").write_text('@import "two.css"; p { background: url("../a.svg?x=1") }')
    (tmp_path / "deep" / "two.css").write_text("b { background: url(b.svg) } i { background: url(data:x) }")
    text = styles.gather([tmp_path / "deep" / "one.css"], tmp_path)
    assert re.findall(r"url\([^)]*\)", text) == ["url(deep/b.svg)", "url(data:x)", "url(a.svg)"]


def shown_on(body: str, site, memory) -> tuple[LexborHTMLParser, dict[str, images.Picture], set[str]]:
    """A page with its images mended, those of the site that it names, and those that it shows."""
    source = FRAME.format(body)
    pictures = images.pictures(site, [source], memory)
    page = pages.Page("page.html", source)
    used = images.mend(page, images.named(pictures, source))
    return page.tree, pictures, used


def test_images_have_their_size_and_wait_for_their_turn(tmp_path, memory):
    (tmp_path / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"></svg>')
    tree, _, _ = shown_on('<img src="x.svg" alt="one"><img src="x.svg" alt="two">', tmp_path, memory)
    first, second = tree.css("img")
    assert (first.attributes["width"], first.attributes["height"]) == ("96", "48")
    assert "loading" not in first.attributes
    assert second.attributes["loading"] == "lazy"


def test_pixels_become_smaller_where_they_can(tmp_path, memory):
    for name, size in (("large", (300, 200)), ("dot", (1, 1)), ("linked", (300, 200))):
        Image.new("RGB", size, "white").save(tmp_path / f"{name}.png")
    (tmp_path / "box.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"></svg>')
    names = ("large.png", "large.png", "dot.png", "box.svg", "gone.png")
    body = "".join(f'<img src="{name}" alt="x">' for name in names) + '<a href="linked.png">all of it</a>'
    tree, pictures, used = shown_on(body, tmp_path, memory)
    images.replace(tmp_path, pictures, used)
    shown = [[image.attributes.get(key) for key in ("src", "width", "height")] for image in tree.css("img")]
    assert shown[:2] == [["large.webp", "300", "200"]] * 2
    assert shown[3:] == [["box.svg", "40", "30"], ["gone.png", None, None]]
    assert shown[2][1:] == ["1", "1"]
    assert sorted(p.name for p in tmp_path.glob("large.*")) == ["large.webp"]
    assert (tmp_path / shown[2][0]).exists()
    assert (tmp_path / "linked.png").exists()


CALLS = []


def told(number: int) -> int:
    CALLS.append(number)
    return -number


def test_what_was_done_is_not_done_again(tmp_path):
    CALLS.clear()
    memory = Memory(tmp_path, "one state")
    assert memory.each(told, [(1,), (2,), (1,)]) == [-1, -2, -1]
    assert Memory(tmp_path, "one state")(told, 2) == -2
    assert CALLS == [1, 2]
    other = Memory(tmp_path, "another state")
    assert other(told, 2) == -2
    assert CALLS == [1, 2, 2]
    other.forget_the_rest()
    assert len(list(tmp_path.iterdir())) == 1


def test_many_steps_are_done_in_several_processes(tmp_path):
    CALLS.clear()
    cases = [(number,) for number in range(40)]
    assert Memory(tmp_path, jobs=2).each(told, cases) == [-number for number in range(40)]
    assert CALLS == []  # for they were made elsewhere


def test_a_theme_that_writes_other_pages_is_told():
    with pytest.raises(ExtensionError, match=r"has no p\.title: the theme writes it in another way"):
        nodes.first(LexborHTMLParser("<html><body></body></html>"), "p.title")


@pytest.mark.parametrize(
    ("given", "checked"),
    [
        ("", ""),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/ml", "https://example.org/ml/"),
        (" https://example.org/ml// ", "https://example.org/ml/"),
        ("http://localhost:8000/a/b/", "http://localhost:8000/a/b/"),
    ],
)
def test_an_address_ends_in_a_slash(given, checked):
    assert addresses.checked(given) == checked


@pytest.mark.parametrize(
    "given",
    ["example.org/ml/", "//example.org/ml/", "/ml/", "ml", "ftp://example.org/", "https://", "https:///ml/",
     "https:example.org", "https://example.org:port/", "https://example.org/?a=b", "https://example.org/#a",
     "https://example.org/index.html", "https://me:secret@example.org/", "https://example.org/my book/"],
)  # fmt: skip
def test_what_is_no_address_of_a_folder_is_refused(given):
    with pytest.raises(ExtensionError, match=r"BOOK_URL.* https://example.org/book/"):
        addresses.checked(given)


@pytest.mark.book
def test_a_finished_site(built_book):
    built = built_book.build(BOOK_URL="https://example.org/ml")  # as GitHub gives it, without a final slash
    assert built.status == 0, built.text
    page = built_book.page("one")
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == ["../_static/site.css"]
    assert re.findall(r'<script[^>]* src="([^"]+)"', page) == ["../_static/site.js"]
    search = (built_book.site / "search.html").read_text("utf-8")
    assert "searchindex.js" in search
    assert "searchindex.js" not in page
    assert 'rel="canonical" href="https://example.org/ml/book/one.html"' in page
    assert 'property="og:image" content="https://example.org/ml/_images/shared/book-one.png"' in page
    assert (built_book.site / "_images" / "shared" / "book-one.png").exists()
    assert "https://example.org/ml/book/one.html" in (built_book.site / "sitemap.xml").read_text("utf-8")
    assert "https://example.org/ml/sitemap.xml" in (built_book.site / "robots.txt").read_text("utf-8")
    assert "arriving" not in page  # too short to come in portions
    lost = (built_book.site / "404.html").read_text("utf-8")
    assert '<base href="/ml/">' in lost
    assert "There is no such page" in lost
    assert not list(built_book.site.rglob("*.map"))
    assert not list(built_book.site.rglob("*.ttf"))
    for script in ("site.js", "search.js"):
        subprocess.run([mathematics.NODE, "--check", built_book.site / "_static" / script], check=True)
    for name in ("one", "index"):
        assert re.search(r'<meta[^>]*name="description"', built_book.page(name))


@pytest.mark.book
def test_a_fast_preview_is_not_finished(built_book):
    assert "site.css" in built_book.page("one")
    quick = built_book.build(FAST="1")
    assert quick.status == 0, quick.text
    assert "THEBE_JS_URL" in built_book.page("one")  # as the theme writes it
    assert "site.css" not in built_book.page("one")
    assert built_book.build().status == 0
    assert "site.css" in built_book.page("one")
