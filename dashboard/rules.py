"""Rules of the record that Table Schema cannot state, on text rows: totals, corrections, keys, preferred rows, disjoint populations.

They speak of rows as they stand in the files (every cell is text), so that a problem can name file and line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dashboard.errors import Problem
from dashboard.schema import Package

Row = Mapping[str, str]
Rows = Mapping[str, Sequence[Row]]

HEADER_LINES = 2  # the first row of a table stands on line 2


class Condition:
    """Which rows are meant, written ``column=value&column=a|b&column=1937..1938`` (both ends included).

    Ends of a range are compared as whole numbers where both are, otherwise as text, which orders ISO dates.
    """

    def __init__(self, text: str) -> None:
        self._tests = [self._parse(part) for part in text.split("&")] if text else []

    @staticmethod
    def _parse(part: str) -> tuple[str, str]:
        column, sign, value = part.partition("=")
        if not sign or not column:
            message = f"condition {part!r} is not column=value"
            raise ValueError(message)
        return column, value

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that the condition names."""
        return tuple(dict.fromkeys(column for column, _ in self._tests))

    def meets(self, row: Row) -> bool:
        """Whether the row is meant."""
        return all(self._holds(row.get(column, ""), wanted) for column, wanted in self._tests)

    @staticmethod
    def _holds(cell: str, wanted: str) -> bool:
        first, sign, last = wanted.partition("..")
        if not sign:
            return cell in wanted.split("|")
        if first.isdecimal() and last.isdecimal() and cell.isdecimal():
            return int(first) <= int(cell) <= int(last)
        return first <= cell <= last


def broken_rules(package: Package, rows: Rows) -> Iterator[Problem]:
    """Yield every place where the record breaks a rule of its own; ``rows`` holds the text rows of each table."""
    yield from _preferred(package, rows)
    yield from _qualifiers(package, rows)
    yield from _disjoint(package, rows)
    yield from _totals(package, rows)
    yield from _corrections(package, rows)
    yield from _keys(package, rows)


def _preferred(package: Package, rows: Rows) -> Iterator[Problem]:
    for table in package.tables.values():
        if not table.quantity or "preferred" not in table.fields:
            continue
        rivals: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, row in enumerate(rows.get(table.name, ())):
            rivals[tuple(row.get(column, "") for column in table.quantity)].append(index)
        for quantity, indexes in rivals.items():
            chosen = [index for index in indexes if rows[table.name][index].get("preferred") == "true"]
            if len(chosen) > 1 or (len(indexes) > 1 and not chosen):  # a lone row may be the rival of a sum elsewhere
                named = ", ".join(f"{column} {cell}" for column, cell in zip(table.quantity, quantity, strict=True))
                place = (chosen or indexes)[-1] + HEADER_LINES
                yield Problem(
                    table.path, place, "preferred", "preferred-not-unique", f"{len(chosen)} preferred rows for {named}",
                    "exactly one", "Set preferred to true on the row shown by default, and to false on its rivals.",
                )  # fmt: skip


def _qualifiers(package: Package, rows: Rows) -> Iterator[Problem]:
    for table in package.tables.values():
        if "qualifier" not in table.fields:
            continue
        for line, row in enumerate(rows.get(table.name, ()), HEADER_LINES):
            bounds = bool(row.get("value_low")) and bool(row.get("value_high"))
            if row.get("qualifier") == "range" and not bounds:
                yield Problem(
                    table.path, line, "qualifier", "range-without-bounds", "range with no value_low and value_high",
                    "both bounds of the range", "Give both bounds, or choose the qualifier that the source uses.",
                )  # fmt: skip
            elif row.get("qualifier") != "range" and not row.get("value"):
                yield Problem(
                    table.path, line, "value", "value-missing", "an empty cell",
                    "a whole number", 'Give the figure, or set qualifier to "range" and give both bounds.',
                )  # fmt: skip
            if row.get("certainty") == "reported" and row.get("check_url"):
                yield Problem(
                    table.path, line, "check_url", "address-without-reading", "an address on a reported row",
                    "an empty cell", "Set certainty to confirmed when the figure was read there; otherwise take the address out.",
                )  # fmt: skip


def _disjoint(package: Package, rows: Rows) -> Iterator[Problem]:
    if "definitions" not in package.tables:
        return
    table = package.tables["definitions"]
    named = {row.get("counts", ""): set(filter(None, row.get("disjoint_from", "").split(";"))) for row in rows.get("definitions", ())}
    for line, row in enumerate(rows.get("definitions", ()), HEADER_LINES):
        code = row.get("counts", "")
        for other in sorted(named[code]):
            if other not in named:
                yield Problem(
                    table.path, line, "disjoint_from", "code-unknown", f'"{other}"', "a code of this table",
                    "Correct the code, or define it in a row of its own.",
                )  # fmt: skip
            elif code not in named[other]:
                yield Problem(
                    table.path, line, "disjoint_from", "disjoint-one-sided", f'"{other}", whose own row does not name "{code}"',
                    "disjoint populations named on both rows", f'Add "{code}" to disjoint_from of "{other}", or take "{other}" out here.',
                )  # fmt: skip


def _condition(package: Package, file: str, line: int, field: str, row: Row) -> Condition | Problem:
    """Return the condition in a cell, or why it cannot be one."""
    named = row.get("table", "")
    if named not in package.tables:
        allowed = "one of " + ", ".join(package.tables)
        return Problem(file, line, "table", "table-unknown", f'"{named}"', allowed, "Correct the name of the table.")
    try:
        condition = Condition(row.get(field, ""))
    except ValueError as error:
        return Problem(file, line, field, "condition-unreadable", str(error), "column=value&column=a|b", "Correct the condition.")
    unknown = [column for column in condition.columns if column not in package.tables[named].fields]
    if unknown:
        allowed = f"fields of {named}: " + ", ".join(package.tables[named].fields)
        return Problem(file, line, field, "field-unknown", f'"{unknown[0]}"', allowed, "Correct the name of the field.")
    return condition


def _total(parts: Sequence[Row], field: str) -> int | None:
    """Return the sum of a field over rows, or the number of rows where no field is named; None where there are none."""
    if not parts or not field:
        return len(parts) or None
    return _sum(part.get(field, "") for part in parts)


def _sum(cells: Iterable[str]) -> int | None:
    """Return the sum of whole numbers; a sum over a gap is a gap."""
    numbers = list(cells)
    if not all(cell.lstrip("-").isdigit() for cell in numbers):
        return None
    return sum(int(cell) for cell in numbers)


def _totals(package: Package, rows: Rows) -> Iterator[Problem]:
    if "totals" not in package.tables:
        return
    file = package.tables["totals"].path
    differences = {row.get("discrepancy_id", ""): row.get("difference", "") for row in rows.get("discrepancies", ())}
    for line, row in enumerate(rows.get("totals", ()), HEADER_LINES):
        condition = _condition(package, file, line, "where", row)
        if isinstance(condition, Problem):
            yield condition
            continue
        parts = [part for part in rows.get(row["table"], ()) if condition.meets(part)]
        total, printed = _total(parts, row.get("field", "")), row.get("printed", "")
        if total is None:
            yield Problem(
                file, line, "where", "total-without-parts", f"{len(parts)} rows, or a gap among them", "rows that all give a number",
                "Correct the condition, or take the total out while its parts are not known.",
            )  # fmt: skip
        elif printed.lstrip("-").isdigit() and str(int(printed) - total) != (differences.get(row.get("discrepancy_id", "")) or "0"):
            yield Problem(
                file, line, "printed", "total-mismatch", f"{printed}, while its {len(parts)} parts add to {total}",
                f"{total}, or a discrepancy with difference {int(printed) - total}",
                f"Correct the part that is wrong in {package.tables[row['table']].path}, or record the difference in discrepancies.csv.",
            )  # fmt: skip


def _corrections(package: Package, rows: Rows) -> Iterator[Problem]:
    if "corrections" not in package.tables:
        return
    file = package.tables["corrections"].path
    for line, row in enumerate(rows.get("corrections", ()), HEADER_LINES):
        condition = _condition(package, file, line, "key", row)
        if isinstance(condition, Problem):
            yield condition
            continue
        met = [part for part in rows.get(row["table"], ()) if condition.meets(part)]
        if len(met) != 1:
            yield Problem(
                file, line, "key", "correction-misses", f"{len(met)} rows that it meets", f"exactly one row of {row['table']}",
                "Make the key name one row, or take the correction out.",
            )  # fmt: skip
            continue
        stands, used = met[0].get(row.get("field", ""), ""), row.get("used", "")
        if stands != used:
            yield Problem(
                file, line, "used", "correction-not-applied", f'"{used}", while {row["table"]} has "{stands}"',
                "the value that the table uses", "Change the table's cell, or the correction, so that both agree.",
            )  # fmt: skip


def _keys(package: Package, rows: Rows) -> Iterator[Problem]:
    """Yield keys that lead to no row of the table they name, and figures said to be recorded there that the rows do not give."""
    for name in ("discrepancies", "article_claims"):
        if name not in package.tables:
            continue
        file = package.tables[name].path
        for line, row in enumerate(rows.get(name, ()), HEADER_LINES):
            if not row.get("key"):
                continue
            condition = _condition(package, file, line, "key", row)
            if isinstance(condition, Problem):
                yield condition
                continue
            met = [part for part in rows.get(row["table"], ()) if condition.meets(part)]
            if not met:
                yield Problem(
                    file, line, "key", "key-misses", "no row that it meets", f"at least one row of {row['table']}",
                    "Correct the key, or empty it and the table when the record has no such row.",
                )  # fmt: skip
                continue
            recorded, total = row.get("recorded", ""), _sum(part.get(row.get("field", ""), "") for part in met)
            if recorded and recorded != str(total):
                yield Problem(
                    file, line, "recorded", "recorded-mismatch", f"{recorded}, while the {len(met)} rows of the key add to {total}",
                    "what the rows named by table, key and field add to", "Correct the figure and the words beside it, or the key.",
                )  # fmt: skip
