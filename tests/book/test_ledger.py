"""The ledger: every formula of the book, as a page and as data, linked both ways."""

import json
import re

import pytest
import yaml

pytestmark = pytest.mark.book

LINES = """\
# Two

$$ f(x) = x^2 $$ (definition-square)

$$ a \\le b $$ (statement-order)

$$ c $$

```{code-cell} ipython3
from derived.algebra import exp, scalar
from derived.derivation import Derivation

def twice(x):
    return 2 * x

x = scalar("x")
(Derivation("Twice", label="twice", conventions="none to speak of")
    .start(x + x)
    .equals(2 * x, because="collect", implements=twice)
    .start(exp(x) * exp(x))
    .equals(exp(2 * x), because="add the exponents"))
```

See {eq}`twice-2`.
"""


def anchors(page: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', page))


def test_a_small_ledger_holds_everything(small_book):
    (small_book.root / "book" / "reference").mkdir()
    small_book.write("reference/ledger", "# Ledger\n\n```{ledger}\n```\n", cells=False)
    path = small_book.root / "_toc.yml"
    toc = yaml.safe_load(path.read_text("utf-8"))
    toc["chapters"].append({"file": "book/reference/ledger"})
    path.write_text(yaml.safe_dump(toc), "utf-8")
    small_book.write("two", LINES)
    built = small_book.build()
    assert built.status == 0, built.text

    data = json.loads((small_book.site / "book" / "reference" / "ledger.json").read_text("utf-8"))
    totals = data["totals"]
    assert [line["label"] for line in data["lines"]] == ["twice-1", "twice-2"]
    assert totals["lines"] == totals["checked"] == sum(totals["evidence"].values()) == 2
    made = sum(line["misprints"]["made"] for line in data["lines"])
    assert totals["misprints_made"] == made == totals["misprints_rejected"] + totals["misprints_equal_in_value"]
    assert made > 10
    assert totals["tied_to_code"] == 1
    assert totals["worst_relative_error"] < 1e-12
    kinds = {f["tex"].strip(): f["kind"] for f in data["display_mathematics"]}
    assert kinds == {"f(x) = x^2": "definition", r"a \le b": "statement", "c": "remark"}

    ledger, two = small_book.page("reference/ledger"), small_book.page("two")
    assert 'href="../two.html#equation-twice-1"' in ledger
    assert "equation-twice-1" in anchors(two)
    assert 'href="reference/ledger.html#ledger-twice-1"' in two
    assert "ledger-twice-1" in anchors(ledger)
    assert all(word in ledger for word in ("definition", "statement", "remark"))

    small_book.write("two", LINES.replace(".start(exp(x) * exp(x))\n", "").replace(
        '    .equals(exp(2 * x), because="add the exponents"))', ")").replace("twice-2", "twice-1"))  # fmt: skip
    assert small_book.build().status == 0
    data = json.loads((small_book.site / "book" / "reference" / "ledger.json").read_text("utf-8"))
    assert [line["label"] for line in data["lines"]] == ["twice-1"]


def test_the_real_ledger_links_both_ways(real_site):
    folder = real_site / "book"
    ledger = (folder / "reference" / "ledger.html").read_text("utf-8")
    data = json.loads((folder / "reference" / "ledger.json").read_text("utf-8"))
    assert data["lines"]
    pages = {line["page"]: (real_site / f"{line['page']}.html").read_text("utf-8") for line in data["lines"]}
    here = anchors(ledger)
    for line in data["lines"]:
        there = f"equation-{line['label']}"
        assert there in anchors(pages[line["page"]]), line["label"]
        assert f"#{there}" in ledger
        assert f"ledger-{line['label']}" in here
        assert f"ledger.html#ledger-{line['label']}" in pages[line["page"]]


def test_every_line_of_the_real_book_is_sharp(real_site):
    data = json.loads((real_site / "book" / "reference" / "ledger.json").read_text("utf-8"))
    totals = data["totals"]
    for line in data["lines"]:
        if line["evidence"] not in ("definition", "assumption"):
            m = line["misprints"]
            assert m["by_value"] + m["by_shape"] + m["undefined"] + len(m["equal"]) == m["made"] > 0, line["label"]
            assert all(reason.strip() for _, reason in m["equal"]), line["label"]
    assert totals["written_by_hand"] < 0.1 * totals["lines"]
    assert len({line["label"] for line in data["lines"]}) == totals["lines"]
