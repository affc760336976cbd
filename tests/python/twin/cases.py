"""Random cases and policies, seeded: every rule type, term, limit kind and goal kind turns up, with unknowns, movers and tenants."""

from __future__ import annotations

import datetime
import random
from typing import Any

from .problem import Book

AS_OF = datetime.date(2026, 11, 22)
STEPS = ["none", "weekly", "daily", "h24"]

DECLARED: dict[str, dict[str, Any]] = {
    "participant.age": {"type": "integer"},
    "participant.need_level": {"type": "integer", "default": 2},
    "participant.bedrooms_needed": {"type": "integer", "empty": "none"},
    "participant.segments": {"type": "set", "empty": "none"},
    "participant.avoid_areas": {"type": "set", "empty": "none"},
    "participant.supervision": {"type": "ordered", "order": STEPS},
    "participant.children": {"type": "integer", "empty": "none"},
    "participant.deposit_nok": {"type": "decimal", "digits": 2, "empty": "none"},
    "participant.support_hours": {"type": "decimal", "digits": 1, "default": 1.5},
    "participant.conflict": {"type": "integer", "default": 0},
    "participant.active_use": {"type": "integer", "empty": "none"},
    "participant.wheelchair": {"type": "flag"},
    "participant.temporary_since": {"type": "date", "empty": "unknown"},
    "participant.kind": {"type": "text"},
    "unit.level": {"type": "integer", "default": 3},
    "unit.bedrooms": {"type": "integer"},
    "unit.rent_month": {"type": "decimal", "digits": 2},
    "unit.staffing": {"type": "ordered", "order": STEPS, "empty": "none"},
    "unit.age_min": {"type": "integer", "empty": "no_bound"},
    "unit.age_max": {"type": "integer", "empty": "no_bound"},
    "unit.step_free": {"type": "flag"},
    "unit.disposal_form": {"type": "text", "empty": "none"},
    "unit.weight": {"type": "integer", "empty": "none"},
    "site.conflict_cap": {"type": "integer", "empty": "no_bound"},
    "neighbourhood.drug_scene": {"type": "integer", "default": 1},
    "neighbourhood.strained": {"type": "integer", "empty": "none"},
    "neighbourhood.risk_capacity": {"type": "integer", "empty": "no_bound"},
    "team.hours_week": {"type": "decimal", "digits": 1},
    "landlord.accepts": {"type": "set", "empty": "none"},
    "landlord.places": {"type": "integer", "empty": "no_bound"},
    "pair.bonus": {"type": "integer", "empty": "none"},
    "tenant.conflict": {"type": "integer", "default": 0},
    "tenant.support_hours": {"type": "decimal", "digits": 1, "default": 1.5},
    "tenant.active_use": {"type": "integer", "empty": "none"},
    "tenant.deposit_nok": {"type": "decimal", "digits": 2, "empty": "none"},
}
# Columns whose meaning the engine knows without a declaration.
BUILT_IN: dict[str, dict[str, Any]] = {
    "participant.application_date": {"type": "date", "empty": "unknown"},
    "participant.ready_from": {"type": "date", "empty": "none"},
    "participant.must_house": {"type": "flag", "empty": "none"},
    "unit.available_from": {"type": "date", "empty": "none"},
    "unit.capacity": {"type": "integer"},
    **{f"{t}.{c}": {"type": "integer"} for t in ("participant", "unit", "neighbourhood") for c in "xy"},
}


class Maker:
    def __init__(self, seed: int, people: int, homes: int) -> None:
        self.random = random.Random(seed)
        self.people, self.homes = people, homes
        self.sites = max(1, homes // 3)
        self.areas = max(1, homes // 4) + 1

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def maybe(self, value: Any, empty: float = 0.12) -> str:
        if self.chance(empty):
            return ""
        return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)

    def number(self, low: int, high: int, empty: float = 0.12) -> str:
        return self.maybe(self.random.randint(low, high), empty)

    def some(self, options: list[str]) -> str:
        return ";".join(o for o in options if self.chance(0.5))

    def date(self, low: int, high: int, empty: float = 0.12) -> str:
        return self.maybe((AS_OF + datetime.timedelta(self.random.randint(low, high))).isoformat(), empty)

    def area(self) -> str:
        return f"SYN-N-{self.random.randrange(self.areas)}"

    def tables(self) -> dict[str, list[dict[str, str]]]:
        pick = self.random.choice
        participants = [
            {
                "participant_id": f"SYN-P-{i:03}",
                "application_date": self.date(-400, -1, 0.0),
                "ready_from": self.date(-30, 60),
                "current_unit": "",
                "must_house": "true" if self.chance(0.06) else "",
                "x": self.number(0, 9000, 0.1),
                "y": self.number(0, 9000, 0.0),
                "team_id": f"SYN-T-{self.random.randrange(2)}",
                "age": self.number(16, 60),
                "need_level": self.number(1, 5),
                "bedrooms_needed": self.number(0, 2),
                "segments": self.some(["MH", "SUD", "YOUTH"]),
                "avoid_areas": self.area() if self.chance(0.2) else "",
                "supervision": self.maybe(pick(STEPS)),
                "children": self.number(0, 1, 0.5),
                "deposit_nok": self.maybe(f"{self.random.randint(0, 60000)}.{pick(['00', '50'])}"),
                "support_hours": self.maybe(f"{self.random.randint(0, 8)}.{self.random.randint(0, 9)}"),
                "conflict": self.number(0, 3),
                "active_use": self.number(0, 2),
                "wheelchair": self.maybe(self.chance(0.2)),
                "temporary_since": self.date(-150, -1, 0.3),
                "kind": self.maybe(pick(["A", "B"])),
            }
            for i in range(self.people)
        ]
        units = []
        for i in range(self.homes):
            site = self.chance(0.7)
            units.append(
                {
                    "unit_id": f"SYN-U-{i:03}",
                    "site_id": f"SYN-S-{self.random.randrange(self.sites)}" if site else "",
                    "neighbourhood_id": "" if site else self.area(),
                    "landlord_id": f"SYN-L-{self.random.randrange(2)}" if self.chance(0.4) else "",
                    "available_from": self.date(-20, 75, 0.3),
                    "capacity": "2" if self.chance(0.08) else "1",
                    "x": self.number(0, 9000, 0.0),
                    "y": self.number(0, 9000, 0.0),
                    "unit_type": pick(["APARTMENT", "MODULE"]),
                    "level": self.number(1, 5),
                    "bedrooms": self.number(0, 3),
                    "rent_month": self.maybe(f"{self.random.randint(5000, 12000)}.{pick(['00', '25'])}"),
                    "staffing": self.maybe(pick(STEPS)),
                    "age_min": self.number(16, 30, 0.6),
                    "age_max": self.number(23, 60, 0.6),
                    "step_free": self.maybe(self.chance(0.5)),
                    "disposal_form": self.maybe(pick(["OWNED", "PRIVATE_MARKET"])),
                    "weight": self.number(1, 3),
                }
            )
        free = [u["unit_id"] for u in units]
        for p in participants:
            if self.chance(0.15) and free:
                p["current_unit"] = free.pop(self.random.randrange(len(free)))
        tenants = []
        for i in range(self.random.randrange(4)):
            place = pick(["site_id", "neighbourhood_id", "team_id"])
            tenants.append(
                {
                    "tenant_id": f"SYN-X-{i}",
                    "site_id": f"SYN-S-{self.random.randrange(self.sites)}" if place == "site_id" else "",
                    "neighbourhood_id": self.area() if place == "neighbourhood_id" else "",
                    "team_id": f"SYN-T-{self.random.randrange(2)}" if place == "team_id" or self.chance(0.5) else "",
                    "conflict": self.number(0, 3),
                    "support_hours": self.maybe(f"{self.random.randint(0, 3)}.5"),
                    "active_use": self.number(0, 2),
                    "deposit_nok": self.number(0, 9000),
                }
            )
        names = [p["participant_id"] for p in participants]
        wishes = {}
        for _ in range(self.random.randrange(6)):
            kind = pick(["area", "type"])
            wish = {
                "participant_id": pick(names),
                "kind": kind,
                "value": self.area() if kind == "area" else pick(["APARTMENT", "MODULE"]),
                "rank": self.number(1, 3, 0.0),
            }
            wishes[wish["participant_id"], kind, wish["value"]] = wish
        apart = {}
        others = names + [t["tenant_id"] for t in tenants]
        for _ in range(self.random.randrange(3)):
            a, b = pick(names), pick(others)
            if a != b and (b, a) not in apart:
                apart[a, b] = {"participant_id": a, "other_id": b, "per": pick(["unit", "site", "neighbourhood"])}
        adjacent = {}
        for _ in range(self.random.randrange(3)):
            a, b = self.area(), self.area()
            if a < b:
                adjacent[a, b] = {"neighbourhood_id": a, "other_id": b, "share": pick(["", "0.5", "0.25"])}
        return {
            "participants": participants,
            "units": units,
            "sites": [
                {"site_id": f"SYN-S-{i}", "neighbourhood_id": self.area(), "conflict_cap": self.number(0, 2, 0.2)}
                for i in range(self.sites)
            ],
            "neighbourhoods": [
                {
                    "neighbourhood_id": f"SYN-N-{i}",
                    "drug_scene": self.number(0, 2),
                    "strained": self.number(0, 2),
                    "risk_capacity": self.number(0, 9, 0.2),
                    "x": self.number(0, 9000, 0.0),
                    "y": self.number(0, 9000, 0.0),
                }
                for i in range(self.areas)
            ],
            "teams": [{"team_id": f"SYN-T-{i}", "hours_week": f"{self.random.randint(2, 5 * self.people)}.5"} for i in range(2)],
            "landlords": [
                {"landlord_id": f"SYN-L-{i}", "accepts": self.some(["MH", "SUD", "YOUTH"]), "places": self.number(0, 2, 0.3)}
                for i in range(2)
            ],
            "tenants": tenants,
            "wishes": list(wishes.values()),
            "pairs": self.pairs(participants, units),
            "apart": list(apart.values()),
            "adjacent": list(adjacent.values()),
        }

    def pairs(self, participants: list[dict[str, str]], units: list[dict[str, str]]) -> list[dict[str, str]]:
        rows: dict[tuple[str, str], dict[str, str]] = {}
        for _ in range(self.random.randrange(5)):
            p, u = self.random.choice(participants), self.random.choice(units)
            row = {
                "participant_id": p["participant_id"],
                "unit_id": u["unit_id"],
                "allow": "",
                "reason": "",
                "forbid": "",
                "require": "",
                "bonus": self.number(0, 9),
            }
            what = self.random.random()
            if what < 0.3:
                row |= {"allow": self.random.choice(["bedrooms", "bedrooms;age", "bedrooms;risk", "risk"]), "reason": "agreed"}
            elif what < 0.6 and p["current_unit"] != u["unit_id"]:
                row["forbid"] = "true"
            elif (
                what < 0.7
                and not p["current_unit"]
                and not any(r["participant_id"] == p["participant_id"] and r["require"] for r in rows.values())
            ):
                row["require"] = "true"
            rows[row["participant_id"], row["unit_id"]] = row
        return list(rows.values())

    # ---- the policy
    def policy(self) -> dict[str, Any]:
        terms = [t for t in TERMS if self.chance(0.6)] or [TERMS[0]]
        goals = self.goals([t["id"] for t in terms])
        limits = [dict(entry) for entry in LIMITS if self.chance(0.4)]
        soft_goal = next((g["id"] for g in goals if g.get("minimise") == "excess"), None)
        for entry in limits:
            if soft_goal and "min" not in entry and self.chance(0.4):
                entry |= {
                    "kind": "soft",
                    "goal": soft_goal,
                    "steps": self.random.choice(
                        [[{"slope": 2}], [{"width": 2, "slope": 1}, {"slope": 4}], [{"width": 1, "slope": 1}, {"width": 2, "slope": 3}]]
                    ),
                }
        policy: dict[str, Any] = {
            "schema": 1,
            "id": "random",
            "title": {"nb": "Tilfeldig", "en": "Random"},
            "round": {"as_of": AS_OF, "horizon": "60 days"},
            "columns": DECLARED,
            "eligible": [{**rule, "unknown": self.random.choice(["fail", "pass", "ask"])} for rule in ELIGIBLE if self.chance(0.3)],
            "term": terms,
            "limit": limits,
            "goal": goals,
            "ties": {"order": ["application_date", "lottery"], "lottery_seed": 7},
        }
        if self.chance(0.7):
            policy["risk"] = {
                "traits": ["participant.conflict", "participant.active_use"],
                "factors": ["neighbourhood.drug_scene", "neighbourhood.strained"],
                "points": [[self.random.randint(0, 2), self.random.randint(0, 2)], [self.random.choice([1, "forbid"]), 1]],
            }
        else:
            policy["eligible"] = [r for r in policy["eligible"] if r["type"] != "risk_below"]
            policy["term"] = [t for t in terms if t["type"] != "risk"] or [TERMS[0]]
            policy["limit"] = [entry for entry in limits if entry["sum"] != "risk"]
            policy["goal"] = self.goals([t["id"] for t in policy["term"]], excess=soft_goal is not None)
        return policy

    def goals(self, terms: list[str], excess: bool | None = None) -> list[dict[str, Any]]:
        goals: list[dict[str, Any]] = [{"id": "house", "maximise": "housed"}]
        if "urgency" in terms and self.chance(0.5):
            goals.insert(0, {"id": "urgent", "maximise": "housed", "weight": "urgency"})
        if self.chance(0.3):
            goals.insert(0, {"id": "young", "maximise": "housed", "among": [{"column": "participant.age", "op": "at_most", "value": 25}]})
        if excess if excess is not None else self.chance(0.5):
            goals.append({"id": "community", "minimise": "excess"})
        goals.append({"id": "fit", "maximise": "score", "weights": {t: self.random.choice([1, 0.5, 0.75]) for t in terms}})
        for name in ("unit.level", "moves", "days"):
            if self.chance(0.3):
                goals.append({"id": name.replace("unit.", "low-"), "minimise": name})
        return goals


def condition(column: str, op: str, value: Any) -> dict[str, Any]:
    return {"column": column, "op": op, "value": value}


ELIGIBLE: list[dict[str, Any]] = [
    {"id": "bedrooms", "type": "at_least", "left": ["unit.bedrooms"], "right": ["participant.bedrooms_needed"]},
    {"id": "deposit", "type": "at_most", "left": ["participant.deposit_nok"], "right": [{"column": "unit.rent_month", "times": 6}]},
    {
        "id": "supervision",
        "type": "at_least",
        "left": ["unit.staffing"],
        "right": ["participant.supervision"],
        "among": [condition("participant.need_level", "at_least", 4)],
    },
    {
        "id": "same-kind",
        "type": "equal",
        "left": "participant.kind",
        "right": "unit.unit_type",
        "where": [condition("unit.level", "at_least", 6)],
    },
    {
        "id": "step-free",
        "type": "requires",
        "when": [condition("participant.wheelchair", "is", True)],
        "then": [condition("unit.step_free", "is", True)],
    },
    {
        "id": "families",
        "type": "forbids",
        "conditions": [condition("participant.children", "at_least", 1), condition("unit.site.neighbourhood.drug_scene", "at_least", 1)],
    },
    {"id": "form", "type": "one_of", "value": "unit.disposal_form", "set": ["OWNED", "PRIVATE_MARKET"]},
    {"id": "consent", "type": "contains", "set": "unit.landlord.accepts", "element": "participant.segments"},
    {"id": "protected", "type": "disjoint", "left": "participant.avoid_areas", "right": "unit.site.neighbourhood_id"},
    {"id": "age", "type": "within", "value": "participant.age", "low": "unit.age_min", "high": "unit.age_max"},
    {"id": "near", "type": "within_km", "left": "participant", "right": "unit", "km": 6.5},
    {
        "id": "in-time",
        "type": "before",
        "left": "unit.available_from",
        "right": "participant.ready_from",
        "slack_days": 14,
        "among": [condition("participant.ready_from", "in_days_at_most", 40)],
    },
    {"id": "calm", "type": "risk_below", "max": 9},
]
TERMS: list[dict[str, Any]] = [
    {"id": "level-fit", "type": "closeness", "left": "unit.level", "right": "participant.need_level", "over": 40, "under": 120},
    {"id": "wish", "type": "wish_rank", "kind": "area", "points": [100, 60]},
    {"id": "kind-wish", "type": "wish_rank", "kind": "type", "points": [30]},
    {
        "id": "urgency",
        "type": "waiting",
        "since": "participant.temporary_since",
        "steps": [{"days": 0, "points": 1}, {"days": 60, "points": 3}, {"days": 90, "points": 8}],
    },
    {"id": "away", "type": "distance", "left": "participant", "right": "unit.site.neighbourhood", "points_per_km": 7, "most_points": 40},
    {"id": "strain", "type": "risk", "points_each": -10},
    {"id": "staffed", "type": "equal", "left": "unit.staffing", "right": "participant.supervision", "points": 25},
    {"id": "soon", "type": "days_to_home", "points_per_day": -1},
    {"id": "own", "type": "column", "column": "unit.weight", "times": 2},
    {"id": "bonus", "type": "pair", "column": "pair.bonus"},
    {"id": "spare", "type": "slack", "left": ["unit.bedrooms"], "right": ["participant.bedrooms_needed"], "points_each": -3},
]
LIMITS: list[dict[str, Any]] = [
    {
        "id": "conflict-cap",
        "per": "unit.site",
        "sum": 1,
        "among": [condition("participant.conflict", "at_least", 2)],
        "max": "site.conflict_cap",
    },
    {"id": "risk-load", "per": "unit.site.neighbourhood", "sum": "risk", "max": "neighbourhood.risk_capacity", "spread": 0.25},
    {"id": "team-hours", "per": "participant.team", "sum": "participant.support_hours", "max": "team.hours_week"},
    {
        "id": "deposits",
        "per": "all",
        "sum": "participant.deposit_nok",
        "where": [condition("unit.disposal_form", "is", "PRIVATE_MARKET")],
        "max": 70000,
    },
    {"id": "landlord", "per": "unit.landlord", "sum": 1, "max": "landlord.places"},
    {"id": "product", "per": "unit.site", "sum": {"product": ["participant.active_use", "unit.weight"]}, "max": 4},
    {"id": "quota", "per": "all", "sum": 1, "among": [condition("participant.kind", "is", "A")], "min": 1},
]


def random_case(seed: int, people: int, homes: int) -> tuple[dict[str, list[dict[str, str]]], dict[str, Any]]:
    maker = Maker(seed, people, homes)
    tables, policy = maker.tables(), maker.policy()
    tidy(tables, policy)
    return tables, policy


def tidy(tables: dict[str, list[dict[str, str]]], policy: dict[str, Any]) -> None:
    """Takes back what the engine refuses as an error: waivers of rules that are not there, required pairs that do not pass."""
    known = {rule["id"] for rule in policy["eligible"]} | ({"risk"} & policy.keys())
    people = {row["participant_id"]: row for row in tables["participants"]}
    required = set()
    for row in tables["pairs"]:
        row["allow"] = ";".join(rule for rule in row["allow"].split(";") if rule in known)
        row["reason"] = row["reason"] if row["allow"] else ""
    for row in tables["pairs"]:
        if row["require"]:
            row["require"] = ""
            book = Book(tables, policy, declarations())
            unit = book.units.get(row["unit_id"])
            if unit is not None and row["participant_id"] not in required and book.is_open(people[row["participant_id"]], unit):
                row["require"] = "true"
                required.add(row["participant_id"])


def declarations() -> dict[str, dict[str, Any]]:
    return {**BUILT_IN, **DECLARED}
