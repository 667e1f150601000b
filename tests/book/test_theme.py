"""What the workshop knows of the theme and of other libraries is there: the elements that it mends or serves."""

import ast
import re

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from .conftest import ROOT
from .test_figures import MOVING
from .test_figures import cell as figure

pytestmark = pytest.mark.book
EXTENSIONS = ROOT / "book" / "_extensions"
NAMED = re.compile(r"[a-z0-9]*[.#\[][a-z].*")  # what is a selector of a class, a name or an attribute
OURS = {"[data-portion]", "table.ledger", ".ledger .math", ".pst-scrollable-table-container:not(:has(.ledger))",
        "table.dataframe, table.costs", "html", ".derivation-mark > details",
        ".derivation-mark annotation, .ledger annotation"}  # fmt: skip
PAGE = f"""# One

```{{code-cell}} ipython3
:tags: [hide-input]
import pandas as pd
print("said")
pd.DataFrame({{"a": [1, 2]}})
```

```{{code-cell}} ipython3
pd.DataFrame({{("a", "b"): [1, 2], ("a", "c"): [3, 4]}})
```

```{{code-cell}} ipython3
---
tab: NumPy
---
1 + 1
```

{figure(MOVING)}

$$ \\frac{{1}}{{2}} $$ (half)

```pycon
>>> 1 + 1
2
```

:::{{admonition}} A word
:class: dropdown
More.
:::

## A section

### One below

See {{cite:t}}`{{KEY}}`.

```{{bibliography}}
```
"""


def selectors(module: str) -> set[str]:
    """The selectors that a module of ours names."""
    tree = ast.parse((EXTENSIONS / "finishing" / f"{module}.py").read_text("utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if NAMED.fullmatch(text) and not re.search(r"\.(html|svg|js|py)$|\. ", text)}


def test_every_name_of_the_theme_that_is_mended_is_on_its_pages(small_book):
    (key,) = re.findall(r"@\w+\{(\w+),", (ROOT / "book" / "references.bib").read_text("utf-8"))[:1]
    small_book.write("one", PAGE.replace("{KEY}", key))
    path = small_book.root / "_toc.yml"
    toc = yaml.safe_load(path.read_text("utf-8"))
    toc["chapters"] = [{"file": "book/one", "sections": [{"file": "book/two"}]}]
    path.write_text(yaml.safe_dump(toc), "utf-8")
    built = small_book.build(FAST="1")
    assert built.status == 0, built.text
    raw = [LexborHTMLParser(path.read_text("utf-8")) for path in small_book.site.rglob("*.html")]
    for module in ("frame", "pages", "text"):
        known = selectors(module) - OURS
        assert len(known) > 3
        missing = {name for name in known for one in name.split(", ") if not any(page.css_first(one) for page in raw)}
        assert not missing, f"{module}.py mends what the theme no longer writes"

    script = (ROOT / "book" / "_static" / "frame.js").read_text("utf-8")
    names = {f".{name}" for name in re.findall(r'^    "([\w-]+)": ', script, re.MULTILINE)}
    names |= {
        name for pair in re.findall(r'find\("([^"]+)"\)|querySelectorAll\("([^"]+)"\)', script) for name in pair if name
    }
    names -= {".copy", "dialog[open]", ".header-menu", ".header-menu[open]"}  # ours
    missing = {name for name in names if not any(page.css_first(name) for page in raw)}
    assert len(names) > 10 and not missing, "frame.js serves what the theme no longer writes"
