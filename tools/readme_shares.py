"""The README's table of what was read, counted from the record.

python tools/readme_shares.py          renew it
python tools/readme_shares.py --check  say whether it is the record's; exits with 1 when it is not
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from dashboard.bibliography import behind_charts, behind_headlines  # noqa: E402 - the checkout is not an installed package
from dashboard.shares import Share, shares, together  # noqa: E402
from dashboard.tables import Tables, load_tables  # noqa: E402

README = ROOT / "README.md"
BEGIN, END = "<!-- shares: renewed by `make shares` -->", "<!-- /shares -->"


def table(tables: Tables) -> str:
    """Return the table in Markdown; percentages are rounded down, so that only all is 100%."""
    by_table = shares(tables)
    rows = [(f"`{share.name}`", share) for share in by_table]
    rows += [
        ("all tables", together("all", by_table)),
        ("behind the headline figures", behind_headlines(tables)),
        ("behind the charts as they open", behind_charts(tables)),
    ]
    head = ["| Rows of | read in a copy | counted here | not re-read | read or counted |", "|---|--:|--:|--:|--:|"]
    return "\n".join([*head, *(_line(name, share) for name, share in rows)])


def _line(name: str, share: Share) -> str:
    counts = " | ".join(f"{count:,}" for count in (share.confirmed, share.computed, share.reported))
    return f"| {name} | {counts} | {math.floor(share.known * 100 + 1e-9)}% |"


def renewed(text: str, tables: Tables) -> str:
    """Return the README with the table of this record between its marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        message = f"{README.name} has no lines {BEGIN} and {END}"
        raise SystemExit(message)
    return f"{before}{BEGIN}\n{table(tables)}\n{END}{after}"


def main() -> int:
    """Renew or check the README; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    text = README.read_text("utf-8")
    wanted = renewed(text, load_tables(ROOT / "data"))
    if text == wanted:
        return 0
    if check:
        print("The shares in README.md are not those of the record; run make shares.", file=sys.stderr)
        return 1
    README.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
