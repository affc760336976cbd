"""What each eligibility rule says of one pair, straight from the words of the policy."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from .cells import NO_BOUND, NOT_JOINED, UNKNOWN, VALUE, Cell, Cells

PASS, FAIL, UNSURE, SKIP = "pass", "fail", "unknown", "not_applicable"


class Pair:
    """A participant's row and a unit's row; any path of either side can be read."""

    def __init__(self, cells: Cells, participant: dict[str, str] | None, unit: dict[str, str] | None, as_of: int, risk: Any = None) -> None:
        self.cells, self.as_of, self.risk = cells, as_of, risk
        self.rows = {"participant": participant, "tenant": participant, "unit": unit}

    def cell(self, path: str) -> Cell:
        row = self.rows[path.split(".")[0]]
        return Cell(NOT_JOINED) if row is None else self.cells.cell(row, path)

    def order_of(self, path: str) -> list[str]:
        row = self.rows[path.split(".")[0]]
        table, _, column = self.cells.follow(row or {}, path)
        return list(self.cells.declared.get(f"{table}.{column}", {}).get("order", []))


def literal(pair: Pair, path: str, value: Any) -> Any:
    order = pair.order_of(path)
    if isinstance(value, str) and order:
        return Fraction(order.index(value))
    if isinstance(value, list) and order:
        return [Fraction(order.index(v)) for v in value]
    return Fraction(str(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def holds(pair: Pair, condition: dict[str, Any]) -> str:
    """pass, fail, unknown, or not_applicable where the row is not joined."""
    cell, op, value = pair.cell(condition["column"]), condition["op"], condition["value"]
    if op == "known":
        return PASS if (cell.state not in (UNKNOWN, NOT_JOINED)) == value else FAIL
    if cell.state in (NOT_JOINED, NO_BOUND):
        return SKIP
    if cell.state == UNKNOWN:
        return UNSURE
    have, want = cell.value, literal(pair, condition["column"], value)
    if isinstance(have, frozenset):
        wanted = set(want) if isinstance(want, list) else {want}
        result = {
            "any_of": bool(have & wanted),
            "none_of": not have & wanted,
            "all_of": wanted <= have,
            "is": have == wanted,
            "is_not": have != wanted,
        }[op]
    elif op in ("is", "is_not", "any_of", "none_of"):
        result = (have in want) if isinstance(want, list) else have == want
        result = result if op in ("is", "any_of") else not result
    elif have is None:  # a text or date declared "none": nothing to compare
        return FAIL
    elif op == "days_since_at_least":
        result = pair.as_of - have >= want
    elif op == "in_days_at_most":
        result = have - pair.as_of <= want
    elif op == "in_days_at_least":
        result = have - pair.as_of >= want
    else:
        result = have >= want if op == "at_least" else have <= want
    return PASS if result else FAIL


def all_hold(pair: Pair, conditions: list[dict[str, Any]]) -> str:
    """AND of three values: one that fails decides, then one that is not joined, then one that is unknown."""
    said = [holds(pair, c) for c in conditions]
    for verdict in (FAIL, SKIP, UNSURE):
        if verdict in said:
            return verdict
    return PASS


def side(pair: Pair, operands: list[Any]) -> tuple[str, Fraction]:
    """A sum of column x times."""
    total, state = Fraction(0), VALUE
    for operand in operands:
        path, times = (operand, 1) if isinstance(operand, str) else (operand["column"], operand.get("times", 1))
        cell = pair.cell(path)
        if cell.state == NOT_JOINED or state == NOT_JOINED or (cell.known and cell.value is None):
            state = NOT_JOINED  # a date that is "none" has nothing to compare, as if the row were missing
        elif cell.state == NO_BOUND or state == NO_BOUND:
            state = NO_BOUND
        elif cell.state == UNKNOWN:
            state = UNKNOWN
        elif state == VALUE:
            total += cell.value * Fraction(str(times))
    return state, total


def bound(pair: Pair, item: Any) -> Cell:
    return pair.cell(item) if isinstance(item, str) else Cell(VALUE, Fraction(str(item)))


def compare(pair: Pair, left: list[Any], right: list[Any], test: Any) -> str:
    sides = [side(pair, left), side(pair, right)]
    for state, verdict in ((NOT_JOINED, SKIP), (NO_BOUND, PASS), (UNKNOWN, UNSURE)):
        if any(s == state for s, _ in sides):
            return verdict
    return PASS if test(sides[0][1], sides[1][1]) else FAIL


def elements(cell: Cell) -> frozenset[str]:
    if isinstance(cell.value, frozenset):
        return cell.value
    return frozenset() if cell.value is None else frozenset([cell.value])


def place(pair: Pair, path: str) -> tuple[str, list[Fraction]]:
    cells = [pair.cell(f"{path}.x"), pair.cell(f"{path}.y")]
    for state in (NOT_JOINED, UNKNOWN):
        if any(c.state == state for c in cells):
            return state, []
    return VALUE, [c.value for c in cells]


def metres(pair: Pair, left: str, right: str) -> tuple[str, int]:
    (a, p), (b, q) = place(pair, left), place(pair, right)
    for state in (NOT_JOINED, UNKNOWN):
        if state in (a, b):
            return state, 0
    return VALUE, isqrt(int(sum((u - v) ** 2 for u, v in zip(p, q, strict=True))))


def body(pair: Pair, rule: dict[str, Any]) -> str:
    kind = rule["type"]
    if kind == "at_least":
        return compare(pair, rule["left"], rule["right"], lambda a, b: a >= b)
    if kind == "at_most":
        return compare(pair, rule["left"], rule["right"], lambda a, b: a <= b)
    if kind == "before":
        return compare(pair, [rule["left"]], [rule["right"]], lambda a, b: a <= b + rule.get("slack_days", 0))
    if kind == "requires":
        when = all_hold(pair, rule["when"])
        if when in (FAIL, SKIP):
            return PASS if when == FAIL else SKIP
        then = all_hold(pair, rule["then"])
        if then in (PASS, SKIP):
            return then
        return then if when == PASS else UNSURE
    if kind == "forbids":
        return {PASS: FAIL, FAIL: PASS}.get(verdict := all_hold(pair, rule["conditions"]), verdict)
    if kind == "within":
        verdicts = []
        for key, test in (("low", lambda v, b: v >= b), ("high", lambda v, b: v <= b)):
            if key in rule:
                value, limit = pair.cell(rule["value"]), bound(pair, rule[key])
                if NOT_JOINED in (value.state, limit.state):
                    verdicts.append(SKIP)
                elif limit.state == NO_BOUND or value.state == NO_BOUND:
                    verdicts.append(PASS)
                elif UNKNOWN in (value.state, limit.state):
                    verdicts.append(UNSURE)
                else:
                    verdicts.append(PASS if test(value.value, limit.value) else FAIL)
        return next((v for v in (FAIL, SKIP, UNSURE) if v in verdicts), PASS)
    if kind == "within_km":
        state, distance = metres(pair, rule["left"], rule["right"])
        limit = bound(pair, rule["km"])
        for cell_state, verdict in ((NOT_JOINED, SKIP), (NO_BOUND, PASS), (UNKNOWN, UNSURE)):
            if cell_state in (state, limit.state):
                return verdict
        return PASS if distance <= limit.value * 1000 else FAIL
    if kind == "risk_below":
        points, _forbidden, unknown, joined = pair.risk
        if not joined:
            return SKIP
        if unknown:
            return UNSURE
        return PASS if points <= bound(pair, rule["max"]).value else FAIL
    if kind == "one_of" and isinstance(rule["set"], list):
        a, b = pair.cell(rule["value"]), Cell(VALUE, frozenset(rule["set"]))
    else:
        first, second = {
            "equal": ("left", "right"),
            "disjoint": ("left", "right"),
            "contains": ("element", "set"),
            "one_of": ("value", "set"),
        }[kind]
        a, b = pair.cell(rule[first]), pair.cell(rule[second])
    for state, verdict in ((NOT_JOINED, SKIP), (NO_BOUND, PASS), (UNKNOWN, UNSURE)):
        if state in (a.state, b.state):
            return verdict
    if kind == "equal":
        return PASS if a.value == b.value and a.value is not None else FAIL
    if kind == "disjoint":
        return FAIL if elements(a) & elements(b) else PASS
    return PASS if (elements(a) and elements(a) <= elements(b)) or (not elements(a) and isinstance(a.value, frozenset)) else FAIL


def judge(pair: Pair, rule: dict[str, Any]) -> str:
    """The verdict, filters included: a filter that does not hold makes the rule not apply, one that is unknown makes a failure unknown."""
    applies = all_hold(pair, rule.get("among", []) + rule.get("where", []))
    if applies in (FAIL, SKIP):
        return SKIP
    verdict = body(pair, rule)
    return UNSURE if applies == UNSURE and verdict == FAIL else verdict


def closes(pair: Pair, rule: dict[str, Any]) -> bool:
    verdict = judge(pair, rule)
    return verdict == FAIL or (verdict == UNSURE and rule.get("unknown", "fail") == "fail")
