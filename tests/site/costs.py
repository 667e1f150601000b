"""What the pages cost, as a table: `python -m tests.site.costs` writes the one that the book shows."""

import csv
import io
import json
import statistics
from pathlib import Path

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "_build" / "check-site.json"
SHOWN = ROOT / "book" / "reference" / "pages.csv"
LIGHTHOUSE = ("performance", "accessibility", "best-practices", "seo")
HEAD = ("Page", "KB sent", "Requests", "Shift", "axe", "Speed", "Access", "Practices", "SEO")

Row = tuple[str, ...]


def table(report: dict[str, dict]) -> list[Row]:
    """The head, a row for each page that was visited, and the middle of all."""
    pages = [page for page in report.values() if "bytes" in page]
    figures = [
        (page["bytes"] / 1000, page["requests"], page["shift"], sum(map(len, page["axe"].values())),
         *(page.get("lighthouse", {}).get(c) for c in LIGHTHOUSE))
        for page in pages
    ]  # fmt: skip
    columns = [[f for f in column if f is not None] for column in zip(*figures, strict=True)]
    middle = [statistics.median(column) if column else None for column in columns]
    rows = [
        HEAD,
        *((page["title"], *_written(row)) for page, row in zip(pages, figures, strict=True)),
        ("*the median*", *_written(middle)),
    ]
    measured = 1 + sum(bool(column) for column in columns)  # without Lighthouse, its columns are left out
    return [row[:measured] for row in rows]


def _written(figures: "tuple | list") -> Row:
    shift = 2  # the one column that is not of whole numbers
    return tuple("–" if f is None else f"{f:.3f}" if k == shift else f"{f:.0f}" for k, f in enumerate(figures))


def as_text(rows: list[Row]) -> str:
    """The table for a terminal."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(
        "  ".join(c.ljust(w) if k == 0 else c.rjust(w) for k, (c, w) in enumerate(zip(row, widths, strict=True))) + "\n"
        for row in rows
    )


def as_csv(rows: list[Row]) -> str:
    """The table as the book reads it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    SHOWN.write_text(as_csv(table(json.loads(REPORT.read_text("utf-8")))), "utf-8")
    print(f"written: {SHOWN.relative_to(ROOT)}")
