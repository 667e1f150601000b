"""The ledger: every formula of the book, as a page and as data, linked both ways."""

import json
import re

import pytest
import yaml

from .conftest import make_book

pytestmark = pytest.mark.book

LINES = """\
# Two

$$ f(x) = x^2 $$ (definition-square)

$$ a \\le b $$ (statement-order)

$$ c $$

```{code-cell} ipython3
from derived.algebra import define, eq, exp, scalar
from derived.derivation import Derivation, close_page, state

def twice(x):
    return 2 * x

a, x, z = scalar("a"), scalar("x", "positive"), scalar("z")
h = define("h", 3 * a + 1)
said = state("thrice", eq(x + x + x, 3 * x), because="collect")
said.define("height", h, because="a name")
```

Of course {checked}`thrice`, and we write {checked}`height`; again, {checked}`thrice`.

```{code-cell} ipython3
(Derivation("Twice", label="twice", conventions="none to speak of")
    .start(x + x)
    .equals(2 * x, because="collect", implements=twice)
    .start(exp(x) * exp(x))
    .equals(exp(2 * x), because="add the exponents", as_="sum"))
```

```{code-cell} ipython3
f = define("f", x, x**3 + h)
(Derivation("A name", label="name").define(f, because="for later", rests="later"))
```

```{code-cell} ipython3
(Derivation("A theorem", label="theorem")
    .start(f.derivative(x))
    .equals(3 * x**2, because="term by term")
    .start(f(1))
    .equals(3 * a + 2, because="put it in")
    .start(x + 1 / x)
    .at_least(2, because="a square", tight={x: x / x})
    .quote(exp(z) >= 1 + z, source="any calculus book", tight={z: 0 * z}))
```

```{code-cell} ipython3
:tags: [remove-input]
close_page()
```

See {eq}`twice-sum`: {counted}`checked` lines and {counted}`definitions.lines` definitions.
"""


def anchors(page: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', page))


def test_a_small_ledger_holds_everything(built_book):
    (built_book.root / "book" / "reference").mkdir()
    built_book.write("reference/ledger", "# Ledger\n\n```{ledger}\n```\n", cells=False)
    path = built_book.root / "_toc.yml"
    toc = yaml.safe_load(path.read_text("utf-8"))
    toc["chapters"].append({"file": "book/reference/ledger"})
    path.write_text(yaml.safe_dump(toc), "utf-8")
    built_book.write("two", LINES)
    built = built_book.build()
    assert built.status == 0, built.text

    data = json.loads((built_book.site / "book" / "reference" / "ledger.json").read_text("utf-8"))
    totals = data["totals"]
    lines = {line["label"]: line for line in data["lines"]}
    assert list(lines) == ["twice-1", "twice-sum", "name-1", "theorem-1", "theorem-2", "theorem-3", "theorem-4"]
    assert totals["lines"] == sum(totals["claims"].values()) == sum(totals["evidence"].values()) == 7
    assert totals["claims"] == {"bound": 1, "definition": 1, "identity": 4, "quoted": 1}
    assert totals["checked"] == 5 and totals["checked_in_the_text"] == 2
    both = [*data["lines"], *data["statements"]]
    made = sum(line["misprints"]["made"] for line in both)
    assert totals["misprints_made"] == made > 50
    assert made == totals["misprints_rejected"] + totals["misprints_equal_in_value"] + totals["misprints_free"]
    assert totals["tied_to_code"] == 1
    assert totals["worst_relative_error"] < 1e-12
    definitions = totals["definitions"]
    assert lines["name-1"]["resting"] == 2 and not lines["name-1"]["waits"]  # as the end of the page has it
    assert definitions["lines"] == 2 and definitions["lines_that_rest_on_them"] == 4
    assert definitions["misprints_made"] == definitions["noticed_by_lines"] + definitions["equal_in_value"] > 10
    assert lines["theorem-4"]["source"] == "any calculus book"
    kinds = {f["tex"].strip(): f["kind"] for f in data["display_mathematics"]}
    assert kinds == {"f(x) = x^2": "definition", r"a \le b": "statement", "c": "remark"}

    ledger, two = built_book.page("reference/ledger"), built_book.page("two")
    assert 'href="../two.html#equation-twice-1"' in ledger
    assert "equation-twice-1" in anchors(two)
    assert 'href="reference/ledger.html#ledger-twice-1"' in two
    assert "ledger-twice-1" in anchors(ledger)
    assert all(word in ledger for word in ("definition", "statement", "remark"))
    assert ": 5 lines and 2 definitions." in two
    m = lines["twice-1"]["misprints"]
    noticed = re.findall(r"would be\s+false", two)
    assert noticed and two.count("line <a") == len(noticed) and "line theorem-" not in two
    assert re.search(rf">{m['made'] - len(m['equal'])} rejected\b", ledger) and not re.search(r"\d of \d", ledger)

    assert [line["label"] for line in data["statements"]] == ["thrice", "height"]
    assert "statement-thrice" in anchors(two) and 'href="../two.html#statement-thrice"' in ledger
    assert len(re.findall(r'href="reference/ledger.html#ledger-thrice"[^>]* title="Proved, where x &gt; 0: ', two)) == 2
    assert "Definition · 2 lines rest on it" in two and "Tried" in two and "Quoted theorem" in two
    assert re.search(r"\bWhere\b.{,400}x &gt; 0", two)
    assert "{checked}" not in two and "every one that changes a value is noticed" not in two  # for a notebook only

    last = '    .equals(exp(2 * x), because="add the exponents", as_="sum"))'
    shorter = LINES.replace(".start(exp(x) * exp(x))\n", "").replace(last, ")").replace("{eq}`twice-sum`", "above")
    built_book.write("two", shorter)
    assert built_book.build().status == 0
    data = json.loads((built_book.site / "book" / "reference" / "ledger.json").read_text("utf-8"))
    assert "twice-sum" not in [line["label"] for line in data["lines"]]


def test_a_part_has_a_page_of_the_ledger_to_itself(built_book):
    (built_book.root / "book" / "trees").mkdir()
    (built_book.root / "book" / "reference").mkdir()
    for name in ("ledger", "ledger-trees"):
        built_book.write(f"reference/{name}", f"# Of {name}\n\n```{{ledger}}\n```\n", cells=False)
    built_book.write("trees/forest", LINES.replace("# Two", "# Forest"))
    built_book.write("two", "# Two\n\n$$ d $$ (remark-two)\n", cells=False)
    path = built_book.root / "_toc.yml"
    toc = yaml.safe_load(path.read_text("utf-8"))
    sections = [{"file": "book/reference/ledger-trees"}]
    toc["chapters"] += [{"file": "book/trees/forest"}, {"file": "book/reference/ledger", "sections": sections}]
    path.write_text(yaml.safe_dump(toc), "utf-8")
    built = built_book.build()
    assert built.status == 0, built.text
    whole, part, forest = map(built_book.page, ("reference/ledger", "reference/ledger-trees", "trees/forest"))
    assert "ledger-twice-1" in anchors(part) and "ledger-twice-1" not in anchors(whole)
    assert 'href="../trees/forest.html#equation-twice-1"' in part
    assert 'href="../reference/ledger-trees.html#ledger-twice-1"' in forest
    assert 'href="../reference/ledger-trees.html#ledger-thrice"' in forest
    assert "lines of derivations" in whole and "lines of derivations" not in part
    row = re.search(r'<tr[^>]*>(?:(?!</tr>).)*href="ledger-trees.html"(?:(?!</tr>).)*</tr>', whole, re.DOTALL)
    assert row and re.findall(r">(\d+)<", row[0]) == ["1", "7", "2"]
    assert 'href="../two.html#formula-1"' in whole and 'href="../two.html#formula-1"' not in part
    data = json.loads((built_book.site / "book" / "reference" / "ledger.json").read_text("utf-8"))
    assert len(data["lines"]) == 7 and not (built_book.site / "book" / "reference" / "ledger-trees.json").exists()


UNFINISHED = {
    "a name that the page has not": (
        LINES.replace("again, {checked}`thrice`", "again, {checked}`twice`"),
        r"names no statement of this page; it has: thrice-\d, height-\d",
    ),
    "a statement that no sentence has": (
        LINES.replace("{checked}`height`", "nothing"),
        r"the statement 'height-\d' stands in no sentence",
    ),
    "a definition that is not displayed": (
        LINES.replace(
            "```{code-cell} ipython3\nf = define", "```{code-cell} ipython3\n:tags: [remove-cell]\nf = define"
        ),
        r"theorem-\d uses f, whose definition \(name-\d-1\) this page does not display",
    ),
    "a total that the ledger has not": (
        LINES.replace("{counted}`checked`", "{counted}`misread`"),
        r"the ledger counts no misread",
    ),
    "definitions that wait for ever": (
        LINES.replace("\nclose_page()\n", "\nNone\n"),
        r"the definition name-\d-1 waits for lines further down: end the page with a cell close_page\(\)",
    ),
}
NAMED = re.compile(r"(?<=[\"`(-])(twice|name|theorem|thrice|height|square|order)(?=[\"`)-])")


def test_what_is_unfinished_fails_the_build(tmp_path):
    book = make_book(tmp_path, ("index", *(f"page{k}" for k in range(len(UNFINISHED)))))
    book.write("index", "# Start\n", cells=False)
    for k, (text, _) in enumerate(UNFINISHED.values()):
        book.write(f"page{k}", NAMED.sub(rf"\1-{k}", text))  # the whole book shares these names
    built = book.build()
    assert built.status != 0
    told = re.findall(r"page(\d)\.md.*WARNING: (.*)", built.text)
    for k, (_, words) in enumerate(UNFINISHED.values()):
        assert any(page == str(k) and re.search(words, message) for page, message in told), (words, told)


def test_the_real_ledger_links_both_ways(real_site):
    folder = real_site / "book"
    data = json.loads((folder / "reference" / "ledger.json").read_text("utf-8"))
    assert data["lines"]
    pages = {line["page"]: (real_site / f"{line['page']}.html").read_text("utf-8") for line in data["lines"]}
    places = {page: anchors(text) for page, text in pages.items()}
    ledgers = {path.name: path.read_text("utf-8") for path in (folder / "reference").glob("ledger*.html")}
    assert len(ledgers) > 2, "the parts have pages of their own"
    here = {name: anchors(text) for name, text in ledgers.items()}
    for line in data["lines"]:
        own = f"ledger-{line['page'].split('/')[1]}.html"
        name = own if own in ledgers else "ledger.html"
        there = f"equation-{line['label']}"
        assert there in places[line["page"]], line["label"]
        assert f"#{there}" in ledgers[name]
        assert f"ledger-{line['label']}" in here[name]
        assert f"{name}#ledger-{line['label']}" in pages[line["page"]]


def test_every_line_of_the_real_book_is_sharp(real_site):
    data = json.loads((real_site / "book" / "reference" / "ledger.json").read_text("utf-8"))
    totals = data["totals"]
    for line in (*data["lines"], *data["statements"]):
        m = line["misprints"]
        rejected = m["by_value"] + m["by_shape"] + m["undefined"] + m["by_code"]
        assert rejected + len(m["equal"]) + len(m["free"]) == m["made"], line["label"]
        assert m["made"] or line["claim"] in ("assumption", "quoted"), line["label"]
        assert all(reason.strip() for _, reason in (*m["equal"], *m["free"])), line["label"]
        assert not line["waits"] and (line["resting"] or line["implements"] or line["claim"] != "definition")
    assert totals["definitions"]["free"] < 0.05 * totals["definitions"]["misprints_made"]
    assert totals["written_by_hand"] < 0.1 * totals["lines"]
    assert len({line["label"] for line in data["lines"]}) == totals["lines"]
