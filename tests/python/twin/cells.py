"""Text cells with a meaning: value, unknown, none, no bound, not joined."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

UNKNOWN = "unknown"
NONE = "none"
NO_BOUND = "no_bound"
NOT_JOINED = "not_joined"
VALUE = "value"

PLURAL = {
    "participant": "participants",
    "unit": "units",
    "site": "sites",
    "neighbourhood": "neighbourhoods",
    "team": "teams",
    "landlord": "landlords",
    "district": "districts",
    "budget": "budgets",
    "tenant": "tenants",
}
EPOCH = datetime.date(1970, 1, 1)


@dataclass(frozen=True)
class Cell:
    state: str
    value: Any = None

    @property
    def known(self) -> bool:
        return self.state in (VALUE, NONE)


def day(text: str) -> int:
    return (datetime.date.fromisoformat(text) - EPOCH).days


class Cells:
    """The tables of a case, and the policy's column declarations: `cell("unit", row, "unit.site.neighbourhood.drug_scene")`."""

    def __init__(self, tables: dict[str, list[dict[str, str]]], declared: dict[str, dict[str, Any]]) -> None:
        self.tables = tables
        self.declared = declared
        self.by_id = {singular: {row[singular + "_id"]: row for row in tables.get(plural, [])} for singular, plural in PLURAL.items()}

    def joined(self, table: str, row: dict[str, str], name: str) -> dict[str, str] | None:
        """The row that `name_id` points to; a unit's neighbourhood may be its site's."""
        key = row.get(name + "_id", "")
        if not key and table in ("unit", "tenant") and name == "neighbourhood":
            site = self.joined(table, row, "site")
            return self.joined("site", site, "neighbourhood") if site else None
        return self.by_id[name].get(key) if key else None

    def follow(self, row: dict[str, str], path: str) -> tuple[str, dict[str, str] | None, str]:
        """(table, row, column) at the end of a path; the row is None when a join on the way is missing."""
        if path.endswith("neighbourhood_id") and path.count(".") > 1:
            path = path.removesuffix("_id") + ".neighbourhood_id"
        table, *joins, column = path.replace("site.neighbourhood", "neighbourhood").split(".")
        holder: dict[str, str] | None = row
        for name in joins:
            holder = self.joined(table, holder, name) if holder is not None else None
            table = name
        return table, holder, column

    def cell(self, row: dict[str, str], path: str) -> Cell:
        table, holder, column = self.follow(row, path)
        if holder is None:
            return Cell(NOT_JOINED)
        declaration = self.declared.get(f"{table}.{column}", {"type": "text"})
        return read(holder.get(column, ""), declaration)


def read(text: str, declaration: dict[str, Any]) -> Cell:
    kind = declaration["type"]
    if text == "":
        empty = declaration.get("empty", UNKNOWN)
        if empty == NONE:
            zero: dict[str, Any] = {
                "integer": Fraction(0),
                "decimal": Fraction(0),
                "flag": False,
                "set": frozenset(),
                "ordered": Fraction(0),
            }
            return Cell(NONE, zero.get(kind))
        return Cell(empty)
    if kind in ("integer", "decimal"):
        return Cell(VALUE, Fraction(text))
    if kind == "flag":
        return Cell(VALUE, text == "true")
    if kind == "date":
        return Cell(VALUE, Fraction(day(text)))
    if kind == "set":
        return Cell(VALUE, frozenset(text.split(";")))
    if kind == "ordered":
        return Cell(VALUE, Fraction(declaration["order"].index(text)))
    return Cell(VALUE, text)
