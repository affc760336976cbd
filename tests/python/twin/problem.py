"""The whole allocation problem by the book: open pairs, scores, loads with their rooms, goals."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from .cells import NONE, NOT_JOINED, UNKNOWN, VALUE, Cells, day, read
from .judge import FAIL, PASS, SKIP, UNSURE, Pair, all_hold, closes, metres


@dataclass
class Row:
    """sum of load x chosen <= room (or >= floor); soft rows charge what they are exceeded by, beyond what they are exceeded by already."""

    name: str
    loads: dict[tuple[str, str], Fraction]
    room: Fraction | None = None
    floor: Fraction | None = None
    already: Fraction = Fraction(0)  # what tenants and stays exceed the cap by
    steps: list[dict[str, Any]] = field(default_factory=list)
    goal: str = ""


@dataclass
class Twin:
    """Everything a solver of the round must know."""

    participants: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    must: set[str] = field(default_factory=set)
    movers: set[str] = field(default_factory=set)
    capacity: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    cliques: list[list[tuple[str, str]]] = field(default_factory=list)
    goals: list[tuple[str, int, dict[tuple[str, str], Fraction]]] = field(default_factory=list)  # id, +1 or -1, value by pair


def whole(value: Fraction) -> Fraction:
    return Fraction(floor(value))


class Book:
    def __init__(self, tables: dict[str, list[dict[str, str]]], policy: dict[str, Any], declared: dict[str, dict[str, Any]]) -> None:
        self.tables, self.policy = tables, policy
        self.cells = Cells(tables, declared)
        self.as_of = (policy["round"]["as_of"] - datetime.date(1970, 1, 1)).days
        self.horizon = int(policy["round"]["horizon"].split()[0])
        self.by_pair = {(r["participant_id"], r["unit_id"]): r for r in tables.get("pairs", [])}
        self.by_participant = {r["participant_id"]: r for r in tables["participants"]}
        self.units = {r["unit_id"]: r for r in tables["units"] if self.in_pool(r)}

    def in_pool(self, unit: dict[str, str]) -> bool:
        lived_in = any(p.get("current_unit") == unit["unit_id"] for p in self.tables["participants"])
        return lived_in or not unit.get("available_from") or day(unit["available_from"]) <= self.as_of + self.horizon

    def on(self, key: str) -> list[dict[str, Any]]:
        return [entry for entry in self.policy.get(key, []) if entry.get("on", True)]

    def pair(self, participant: dict[str, str] | None, unit: dict[str, str] | None) -> Pair:
        pair = Pair(self.cells, participant, unit, self.as_of)
        pair.risk = self.risk(pair)
        return pair

    def number(self, pair: Pair, path: str) -> tuple[str, Fraction]:
        """A number for a term or a load: an unknown counts as the column's declared default."""
        cell = pair.cell(path)
        if cell.state == UNKNOWN:
            table, _, column = self.cells.follow(pair.rows[path.split(".")[0]] or {}, path)
            default = self.cells.declared[f"{table}.{column}"].get("default")
            return (
                (UNKNOWN, Fraction(0))
                if default is None
                else (VALUE, Fraction(str(default)) if not isinstance(default, bool) else Fraction(int(default)))
            )
        if cell.state not in (VALUE, NONE):
            return cell.state, Fraction(0)
        if cell.value is None:
            return NONE, Fraction(0)
        return VALUE, Fraction(int(cell.value)) if isinstance(cell.value, bool) else cell.value

    def risk(self, pair: Pair) -> tuple[Fraction, bool, bool, bool]:
        """(points, forbidden, points hang on an unknown, a trait meets a factor); no default opens what an unknown closes."""
        risk = self.policy.get("risk")
        if risk is None or pair.rows["participant"] is None:
            return Fraction(0), False, False, False
        points, forbidden, unknown, joined = Fraction(0), False, False, False
        for trait, row in zip(risk["traits"], risk["points"], strict=True):
            for factor, entry in zip(risk["factors"], row, strict=True):
                path = "unit." + factor if factor.startswith("neighbourhood.") else factor
                (a, t), (b, f) = self.number(pair, trait), self.number(pair, path)
                joined |= NOT_JOINED not in (a, b)
                no_trait, no_factor = pair.cell(trait).state == UNKNOWN, pair.cell(path).state == UNKNOWN
                if entry == "forbid":
                    forbidden |= (no_trait or t > 0) and (no_factor or f > 0)
                else:
                    points += t * f * entry
                    nothing = entry == 0 or (not no_trait and t == 0) or (not no_factor and f == 0)
                    unknown |= (no_trait or no_factor) and not nothing
        return points, forbidden, unknown, joined

    # ---- pairs
    def is_open(self, p: dict[str, str], u: dict[str, str]) -> bool:
        if p.get("current_unit") == u["unit_id"]:
            return True
        listed = self.by_pair.get((p["participant_id"], u["unit_id"]), {})
        if listed.get("forbid") == "true" or any(
            other.get("require") == "true" and pid == p["participant_id"] and uid != u["unit_id"]
            for (pid, uid), other in self.by_pair.items()
        ):
            return False
        waived = set(listed.get("allow", "").split(";"))
        pair = self.pair(p, u)
        if pair.risk[1] and "risk" not in waived:
            return False
        if self.apart_from_tenant(p, u):
            return False
        return not any(closes(pair, rule) for rule in self.on("eligible") if rule["id"] not in waived)

    def place(self, row: dict[str, str], per: str, table: str) -> str:
        """The unit, site or neighbourhood of a home or of a tenant."""
        if per == "unit":
            return row.get("unit_id", "")
        unit = self.cells.by_id["unit"].get(row.get("unit_id", "")) if table == "tenant" else None
        for start, name in ((row, table), (unit, "unit")):
            found = self.cells.joined(name, start, per) if start is not None else None
            if found is not None:
                return found[per + "_id"]
        return ""

    def apart_from_tenant(self, p: dict[str, str], u: dict[str, str]) -> bool:
        tenants = self.cells.by_id["tenant"]
        for row in self.tables.get("apart", []):
            ids = [row["participant_id"], row["other_id"]]
            if p["participant_id"] in ids:
                other = ids[1 - ids.index(p["participant_id"])]
                if (
                    other in tenants
                    and (place := self.place(u, row["per"], "unit"))
                    and place == self.place(tenants[other], row["per"], "tenant")
                ):
                    return True
        return False

    # ---- terms
    def term(self, term: dict[str, Any], p: dict[str, str], u: dict[str, str]) -> Fraction:
        pair, kind = self.pair(p, u), term["type"]
        if all_hold(pair, term.get("among", []) + term.get("where", [])) != PASS:
            return Fraction(0)
        if kind == "equal":
            a, b = pair.cell(term["left"]), pair.cell(term["right"])
            return Fraction(term["points"]) if a.known and b.known and a.value is not None and a.value == b.value else Fraction(0)
        if kind in ("closeness", "slack"):
            left, right = ([term["left"]], [term["right"]]) if kind == "closeness" else (term["left"], term["right"])
            totals = []
            for operands in (left, right):
                numbers = [self.number(pair, o if isinstance(o, str) else o["column"]) for o in operands]
                if any(state != VALUE for state, _ in numbers):
                    return Fraction(0)
                totals.append(
                    sum(
                        n * Fraction(str(1 if isinstance(o, str) else o.get("times", 1)))
                        for o, (_, n) in zip(operands, numbers, strict=True)
                    )
                )
            step = totals[0] - totals[1]
            if kind == "slack":
                return max(Fraction(0), step) * Fraction(str(term["points_each"]))
            return -step * term["over"] if step > 0 else step * term["under"]
        if kind == "distance":
            state, distance = metres(pair, term["left"], term["right"])
            lost = floor(Fraction(distance * term["points_per_km"], 1000)) if state == VALUE else 0
            return -Fraction(min(lost, term["most_points"]) if "most_points" in term else lost)
        if kind == "wish_rank":
            return self.wish(term, p, u)
        if kind == "waiting":
            state, since = self.number(pair, term["since"])
            days = max(Fraction(0), self.as_of - since)
            reached = [s["points"] for s in term["steps"] if state == VALUE and days >= s["days"]]
            return Fraction(reached[-1]) if reached else Fraction(0)
        if kind == "days_to_home":
            return self.days(pair, term.get("from")) * term["points_per_day"]
        if kind == "risk":
            return pair.risk[0] * term["points_each"]
        if kind == "column":
            state, number = self.number(pair, term["column"])
            return number * Fraction(str(term.get("times", 1))) if state == VALUE else Fraction(0)
        listed = self.by_pair.get((p["participant_id"], u["unit_id"]), {}).get(term["column"].removeprefix("pair."), "")
        return Fraction(listed) * Fraction(str(term.get("times", 1))) if listed else Fraction(0)

    def days(self, pair: Pair, start: str | None) -> Fraction:
        state, first = self.number(pair, start) if start else (VALUE, Fraction(self.as_of))
        ready, available = pair.cell("unit.available_from"), Fraction(self.as_of)
        if ready.state == VALUE:
            available = max(available, ready.value)
        return max(Fraction(0), available - (first if state == VALUE else self.as_of))

    def wish(self, term: dict[str, Any], p: dict[str, str], u: dict[str, str]) -> Fraction:
        best = Fraction(0)
        home = {"area": self.place(u, "neighbourhood", "unit"), "type": u.get("unit_type", ""), "unit": u["unit_id"]}[term["kind"]]
        for row in self.tables.get("wishes", []):
            if row["participant_id"] == p["participant_id"] and row["kind"] == term["kind"] and row["value"] == home and home:
                rank = int(row.get("rank") or 1)
                if rank <= len(term["points"]):
                    best = max(best, Fraction(term["points"][rank - 1]))
        return best

    # ---- limits
    def load(self, limit: dict[str, Any], pair: Pair) -> Fraction:
        if limit["sum"] == 1:
            return Fraction(1)
        if limit["sum"] == "risk":
            return pair.risk[0]
        if isinstance(limit["sum"], dict):
            first, second = limit["sum"]["product"]
            return self.number(pair, first)[1] * self.number(pair, second)[1]
        paths = [limit["sum"]] if isinstance(limit["sum"], str) else limit["sum"]
        total = Fraction(0)
        for item in paths:
            path, times = (item, 1) if isinstance(item, str) else (item["column"], item.get("times", 1))
            total += self.number(pair, path)[1] * Fraction(str(times))
        return total

    def counts(self, limit: dict[str, Any], pair: Pair) -> bool:
        """A filter that cannot be judged counts the pair in, whatever a column's default, so that it breaks no cap."""
        return all_hold(pair, limit.get("among", []) + limit.get("where", [])) in (PASS, UNSURE)


class Limits:
    """Rooms and loads of every limit, tenants and stays counted."""

    def __init__(self, book: Book, pairs: list[tuple[str, str]]) -> None:
        self.book = book
        self.pairs = pairs

    def group(self, per: str, pair: Pair) -> str:
        """The id that a pair or a tenant falls under; empty: under none."""
        if per == "all":
            return "all"
        root, *rest = per.split(".")
        row = pair.rows[root]
        if root == "unit" and pair.rows["unit"] is None:
            tenant = pair.rows["tenant"] or {}
            return (
                self.book.place(tenant, rest[-1], "tenant") if rest[-1] in ("site", "neighbourhood") else tenant.get(rest[-1] + "_id", "")
            )
        if row is None:
            return ""
        if rest[-1] == "neighbourhood":
            return self.book.place(row, "neighbourhood", root)
        _table, holder, column = self.book.cells.follow(row, per + "_id")
        return holder.get(column, "") if holder is not None else ""

    def shares(self, limit: dict[str, Any], group: str) -> dict[str, Fraction]:
        """The groups that a load reaches, with its share."""
        reached = {group: Fraction(1)}
        if "spread" in limit:
            for row in self.book.tables.get("adjacent", []):
                ids = [row["neighbourhood_id"], row["other_id"]]
                if group in ids:
                    reached[ids[1 - ids.index(group)]] = Fraction(row.get("share") or str(limit["spread"]))
        return reached

    def loads(self, limit: dict[str, Any], pair: Pair) -> dict[str, Fraction]:
        group = self.group(limit["per"], pair)
        if not group or not self.book.counts(limit, pair):
            return {}
        load = self.book.load(limit, pair)
        return {g: load * share for g, share in self.shares(limit, group).items()}

    def bound(self, limit: dict[str, Any], key: str, group: str) -> Fraction | None:
        declared = limit.get(key)
        if declared is None:
            return None
        if not isinstance(declared, str):
            return Fraction(str(declared))
        table, column = declared.split(".")
        cell = self.book.cells.cell(self.book.cells.by_id[table][group], f"{table}.{column}")
        return cell.value if cell.known else None

    def rows(self) -> list[Row]:
        rows = []
        for limit in self.book.on("limit"):
            loads: dict[str, dict[tuple[str, str], Fraction]] = defaultdict(dict)
            stays: dict[str, Fraction] = defaultdict(Fraction)
            tenants: dict[str, Fraction] = defaultdict(Fraction)
            if limit["per"] == "all":
                loads["all"] = {}  # a floor of the whole round holds even where nobody counts
            for participant, unit in self.pairs:
                p, u = self.book.by_participant[participant], self.book.units[unit]
                for group, load in self.loads(limit, self.book.pair(p, u)).items():
                    loads[group][participant, unit] = load
                    if p.get("current_unit") == unit:
                        stays[group] += load
            for tenant in self.book.tables.get("tenants", []):
                unit_row = self.book.cells.by_id["unit"].get(tenant.get("unit_id", ""))
                for group, load in self.loads(limit, self.tenant(tenant, unit_row)).items():
                    tenants[group] += load
            for group, entries in loads.items():
                cap, least = self.bound(limit, "max", group), self.bound(limit, "min", group)
                row = Row(f"{limit['id']} {group}", entries)
                if cap is not None:
                    row.room = max(Fraction(0), cap - tenants[group], stays[group])
                    row.already = max(Fraction(0), tenants[group] + row.room - cap)
                if least is not None and least - tenants[group] > 0:
                    row.floor = least - tenants[group]
                if limit.get("kind") == "soft":
                    row.steps, row.goal = limit["steps"], limit["goal"]
                rows.append(row)
        return rows

    def tenant(self, tenant: dict[str, str], unit: dict[str, str] | None) -> Pair:
        """A tenant in the place of a participant: `participant.x` reads the tenant's own x."""
        cells, book = self.book.cells, self.book

        class TenantPair(Pair):
            def cell(self, path: str) -> Any:
                if path.startswith("participant."):
                    if path.count(".") == 1 and path.removeprefix("participant.") not in tenant:
                        return read("", cells.declared[path])  # tenants have no such column: an empty cell for each of them
                    return super().cell("tenant" + path.removeprefix("participant"))
                if self.rows["unit"] is None and path.count(".") > 1:  # a tenant whose row names the site or neighbourhood alone
                    return super().cell("tenant" + path.removeprefix("unit"))
                return super().cell(path)

        pair = TenantPair(cells, tenant, unit, book.as_of)
        pair.risk = book.risk(pair)
        return pair


def build(tables: dict[str, list[dict[str, str]]], policy: dict[str, Any], declared: dict[str, dict[str, Any]]) -> Twin:
    book = Book(tables, policy, declared)
    twin = Twin(participants=list(book.by_participant))
    for p in tables["participants"]:
        name = p["participant_id"]
        if p.get("current_unit"):
            twin.movers.add(name)
        required = any(r.get("require") == "true" and r["participant_id"] == name for r in tables.get("pairs", []))
        if p.get("current_unit") or p.get("must_house") == "true" or required:
            twin.must.add(name)
        twin.pairs += [(name, unit) for unit, row in book.units.items() if book.is_open(p, row)]
    twin.capacity = {unit: int(row.get("capacity") or 1) for unit, row in book.units.items()}
    twin.rows = Limits(book, twin.pairs).rows()
    twin.cliques = cliques(book, twin.pairs)
    twin.goals = [goal(book, entry, twin) for entry in policy["goal"]]
    return twin


def cliques(book: Book, pairs: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Two people who must live apart: of their homes in one place at most one is given."""
    found = []
    for row in book.tables.get("apart", []):
        if row["participant_id"] in book.by_participant and row["other_id"] in book.by_participant:
            for first in (x for x in pairs if x[0] == row["participant_id"]):
                for second in (x for x in pairs if x[0] == row["other_id"]):
                    a, b = (book.place(book.units[x[1]], row["per"], "unit") for x in (first, second))
                    if a and a == b:
                        found.append([first, second])
    return found


def goal(book: Book, entry: dict[str, Any], twin: Twin) -> tuple[str, int, dict[tuple[str, str], Fraction]]:
    terms = {term["id"]: term for term in book.on("term")}
    values: dict[tuple[str, str], Fraction] = {}
    for participant, unit in twin.pairs:
        p, u = book.by_participant[participant], book.units[unit]
        pair = book.pair(p, u)
        stays, counted = p.get("current_unit") == unit, all_hold(pair, entry.get("among", [])) == PASS
        value = Fraction(0)
        if not counted:
            pass
        elif entry.get("maximise") == "housed":
            weight = book.term(terms[entry["weight"]], p, u) if "weight" in entry else Fraction(1)
            value = Fraction(0) if participant in twin.movers else weight
        elif entry.get("maximise") == "score":
            value = sum((Fraction(str(w)) * book.term(terms[t], p, u) for t, w in entry["weights"].items()), Fraction(0))
        elif entry["minimise"] == "moves":
            value = Fraction(participant in twin.movers and not stays)
        elif entry["minimise"] == "days":
            value = Fraction(0) if participant in twin.movers else book.days(pair, None)
        elif entry["minimise"] != "excess":
            value = book.number(pair, entry["minimise"])[1]
        values[participant, unit] = value
    return entry["id"], 1 if "maximise" in entry else -1, values


__all__ = ["FAIL", "NOT_JOINED", "SKIP", "Book", "Row", "Twin", "build"]
