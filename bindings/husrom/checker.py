"""The plain checker: judges a plan and its certificate from the problem alone, with the standard library alone.

Reads the ``problem.json`` and ``certificate.jsonl`` of a saved run; docs/certificate.md explains both. It shares no code with the solver
or with the other checker. As a program: ``python -m husrom.checker problem.json certificate.jsonl``.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Any, NoReturn

Json = dict[str, Any]
Space = tuple[list[int], list[bool]]
"""A part of the space of plans: the edges left, and by row whether it must have one."""
Known = tuple[dict[int, int], dict[int, int]]
"""What is proven: values of goals, head counts by stage."""


LISTS = (
    *("edge_row", "edge_column", "weights", "row_lower", "row_upper", "column_upper", "limit_offsets", "limit_edges", "limit_coefficients"),
    *("limit_lower", "limit_upper", "clique_offsets", "clique_edges", "steps"),
)
LARGEST = (1 << 62) - 1
"""Of what a goal or a limit may sum to."""
MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, StopIteration, TypeError, ValueError)


class Objection(Exception):
    """What is broken."""


def object_(what: str) -> NoReturn:
    """Refuse."""
    raise Objection(what)


def whole_numbers(value: object, levels: int = 32) -> None:
    """Refuse fractions and what is not a number at all: comparisons with them prove nothing. Only `tuple` is true or false.

    Refuse numbers beyond 64 bits and deep nesting too, which other readers do not take.
    """
    if isinstance(value, float | bool) or (isinstance(value, int) and not -(1 << 63) <= value < 1 << 63):
        object_(f"{value} is not a whole number of 64 bits")
    if isinstance(value, dict | list):
        if levels == 0:
            object_("nested more than 32 levels deep")
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            if key != "tuple" or not isinstance(part, bool):
                whole_numbers(part, levels - 1)


def listed(value: Any) -> list[Any]:
    """A list, and nothing that merely can be walked through."""
    if not isinstance(value, list):
        object_("expected a list")
    return value


def counted(value: Any) -> int:
    """A number of things."""
    if not isinstance(value, int) or value < 0:
        object_("expected a number of at least 0")
    return value


def digest_of(data: Json) -> str:
    """SHA-256 of a problem's integers, each as 8 bytes, little endian; lists begin with their length."""
    sha = hashlib.sha256()
    none = {"lower": -(1 << 63), "upper": (1 << 63) - 1}

    def put(*values: int) -> None:
        sha.update(b"".join(value.to_bytes(8, "little", signed=True) for value in values))

    put(len(b"husrom problem 1"))
    sha.update(b"husrom problem 1")
    put(data["rows"], data["columns"], data["goals"])
    lists = [data["edge_row"], data["edge_column"], *data["weights"]]
    lists += [
        data[key] or [default] * data[side]
        for key, default, side in (("row_lower", 0, "rows"), ("row_upper", 1, "rows"), ("column_upper", 1, "columns"))
    ]
    lists += [data[key] for key in ("limit_offsets", "limit_edges", "limit_coefficients")]
    lists += [[none[side] if bound is None else bound for bound in data["limit_" + side]] for side in ("lower", "upper")]
    for values in (*lists, data["clique_offsets"], data["clique_edges"]):
        put(len(values), *values)
    put(len(data["steps"]))
    for step in data["steps"]:
        width = none["upper"] if step["width"] is None else step["width"]
        put(step["limit"], int(step["side"] == "lower"), step["goal"], width, step["slope"])
    return sha.hexdigest()


def restricted(data: Json, rows: set[int]) -> Json:
    """What a problem asks of these rows: their edges, and the limits and cliques that have edges of no other row."""
    edges = [e for e, row in enumerate(data["edge_row"]) if row in rows]
    place = {e: i for i, e in enumerate(edges)}
    part: Json = {key: data[key] for key in ("format", "rows", "columns", "goals", "row_upper", "column_upper")}
    part |= {key: [data[key][e] for e in edges] for key in ("edge_row", "edge_column")}
    part["weights"] = [[weights[e] for e in edges] for weights in data["weights"]]
    part["row_lower"] = [lower if row in rows else 0 for row, lower in enumerate(data["row_lower"])]

    def sets(kind: str) -> list[slice]:
        at = data[kind + "_offsets"]
        return [slice(begin, end) for begin, end in pairwise(at)]

    def within(members: list[int]) -> bool:
        return all(e in place for e in members) if members else 0 in rows

    kept = [k for k, entries in enumerate(sets("limit")) if within(data["limit_edges"][entries])]
    part |= {key: [data[key][k] for k in kept] for key in ("limit_lower", "limit_upper")}
    for kind, chosen in (
        ("limit", kept),
        ("clique", [q for q, members in enumerate(sets("clique")) if within(data["clique_edges"][members])]),
    ):
        slices = [sets(kind)[k] for k in chosen]
        part[kind + "_edges"] = [place[e] for entries in slices for e in data[kind + "_edges"][entries]]
        part[kind + "_offsets"] = [0, *accumulate(entries.stop - entries.start for entries in slices)]
        if kind == "limit":
            part["limit_coefficients"] = [a for entries in slices for a in data["limit_coefficients"][entries]]
    number = {k: i for i, k in enumerate(kept)}
    part["steps"] = [step | {"limit": number[step["limit"]]} for step in data["steps"] if step["limit"] in number]
    part["digest"] = digest_of(part)
    return part


class Problem:
    """The integers of a problem, looked up by edge."""

    def __init__(self, data: Json) -> None:
        whole_numbers(data)
        if data["format"] != "husrom problem 1" or max(data["rows"], data["columns"]) > 1 << 24:
            object_("the problem has another format, or more than 2^24 rows or columns")
        self.rows, self.columns, self.goals = data["rows"], data["columns"], data["goals"]
        self.row, self.column, self.weights = data["edge_row"], data["edge_column"], data["weights"]
        self.edges = len(self.row)
        for key in LISTS:
            listed(data[key])
        self.row_lower = data["row_lower"] or [0] * self.rows
        self.row_upper = data["row_upper"] or [1] * self.rows
        self.column_upper = data["column_upper"] or [1] * self.columns
        self.lower, self.upper = list(data["limit_lower"]), list(data["limit_upper"])
        self.limits = self.own_limits = len(self.upper)
        at = data["limit_offsets"]
        parts = [slice(at[k], at[k + 1]) for k in range(self.limits)]
        self.entries = [list(zip(data["limit_edges"][part], data["limit_coefficients"][part], strict=True)) for part in parts]
        at = data["clique_offsets"]
        self.cliques = [data["clique_edges"][at[q] : at[q + 1]] for q in range(len(at) - 1)]
        self.steps = data["steps"]
        if digest_of(data) != data["digest"]:
            object_("the problem's digest is not that of its numbers")
        if not self.well_formed(data):
            object_("the problem: a size, an index or a range is not as documented")
        self.edge_limits: list[list[tuple[int, int]]] = [[] for _ in range(self.edges)]
        self.edge_cliques: list[list[int]] = [[] for _ in range(self.edges)]
        for k, entries in enumerate(self.entries):
            for edge, coefficient in entries:
                self.edge_limits[edge].append((k, coefficient))
        for q, members in enumerate(self.cliques):
            for edge in members:
                self.edge_cliques[edge].append(q)
        self.widths = list(self._effective_widths())

    def well_formed(self, data: Json) -> bool:
        """What every bound relies on: one edge a row at most, indices that exist, no edge twice in a limit or clique."""
        sizes = len(self.column) == self.edges and len(self.weights) == self.goals and len(self.lower) == self.limits
        sizes = sizes and all(len(weights) == self.edges for weights in self.weights)
        sizes = sizes and (len(self.row_lower), len(self.row_upper), len(self.column_upper)) == (self.rows, self.rows, self.columns)
        for kind, ends in (("limit", len(data["limit_coefficients"])), ("clique", len(data["clique_edges"]))):
            at = data[kind + "_offsets"]
            sizes = sizes and at[0] == 0 and at[-1] == ends == len(data[kind + "_edges"]) and all(a <= b for a, b in pairwise(at))
        sizes = sizes and len(data["limit_offsets"]) == self.limits + 1
        sets = [[edge for edge, _ in entries] for entries in self.entries] + self.cliques
        exist = all(0 <= r < self.rows for r in self.row) and all(0 <= c < self.columns for c in self.column)
        exist = exist and all(len(set(edges)) == len(edges) and all(0 <= e < self.edges for e in edges) for edges in sets)
        ranges = all(0 <= low <= high <= 1 for low, high in zip(self.row_lower, self.row_upper, strict=True))
        ranges = ranges and all(0 <= capacity < 1 << 31 for capacity in self.column_upper)
        ranges = ranges and 0 not in data["limit_coefficients"]
        ranges = ranges and -(1 << 63) not in self.lower and (1 << 63) - 1 not in self.upper
        ranges = ranges and all(None in (low, high) or low <= high for low, high in zip(self.lower, self.upper, strict=True))
        for step in self.steps:
            bounds = {"upper": self.upper, "lower": self.lower}[step["side"]]
            exist = exist and 0 <= step["limit"] < self.limits and 0 <= step["goal"] < self.goals and bounds[step["limit"]] is not None
            ranges = ranges and step["slope"] >= 0 and (step["width"] is None or 1 <= step["width"] < (1 << 63) - 1)
        return sizes and exist and ranges and self.goals >= 1 and self.steps_in_order() and self.within_range()

    def steps_in_order(self) -> bool:
        """The steps of a side charge one goal, never less from one to the next, and none comes after one that never ends."""
        last: dict[tuple[int, str], Json] = {}
        for step in self.steps:
            before = last.get((step["limit"], step["side"]), step | {"width": 1})
            if before["width"] is None or before["goal"] != step["goal"] or before["slope"] > step["slope"]:
                return False
            last[step["limit"], step["side"]] = step
        return True

    def within_range(self) -> bool:
        """No value of a goal and no sum of a limit leaves 62 bits, with one edge a row at most."""
        bounds = [bound for bound in (*self.lower, *self.upper) if bound is not None]
        sums = [self.largest_sum(entries) for entries in self.entries]
        goals = [self.largest_sum(enumerate(weights)) for weights in self.weights]
        for step in self.steps:
            k = step["limit"]
            excess = sums[k] + abs((self.upper if step["side"] == "upper" else self.lower)[k])
            goals[step["goal"]] += min(excess, excess if step["width"] is None else step["width"]) * step["slope"]
        return all(abs(value) <= LARGEST for value in (*bounds, *sums, *goals))

    def largest_sum(self, entries: Iterable[tuple[int, int]]) -> int:
        """Of the sizes of these edges' values."""
        largest: dict[int, int] = {}
        for edge, value in entries:
            largest[self.row[edge]] = max(largest.get(self.row[edge], 0), abs(value))
        return sum(largest.values())

    def add_derived(self, line: Json) -> None:
        """A further limit that follows from a hard upper limit, by what fits in it or by mixed-integer rounding."""
        k = line["limit"]
        if not 0 <= k < self.own_limits or self.upper[k] is None:
            object_("a derived limit follows from nothing")
        if any(step["limit"] == k and step["side"] == "upper" for step in self.steps):
            object_(f"a derived limit follows from limit {k}, which is soft")
        if any(abs(a) > 1 << 40 for _, a in self.entries[k]):
            object_("a derived limit: a coefficient of the limit it follows from is out of range")
        entries, upper = self._knapsack(line) if "values" in line else self._rounded(line)
        if abs(upper) > 1 << 61:
            object_("a derived limit: its bound is out of range")
        for edge, value in entries:
            self.edge_limits[edge].append((len(self.upper), value))
        self.entries.append(entries)
        self.upper.append(upper)
        self.lower.append(None)
        self.limits += 1

    def _knapsack(self, line: Json) -> tuple[list[tuple[int, int]], int]:
        """No more than the bound fits: the least that rows load, one edge each at most, for each value up to the next one."""
        k, bound, values = line["limit"], line["bound"], [tuple(listed(value)) for value in listed(line["values"])]
        groups = [(row, a) for row, a, _ in values]
        if not 0 <= bound <= 10_000 or groups != sorted(set(groups)) or any(not 0 <= row < self.rows for row, _ in groups):
            object_("a knapsack limit: its bound or its values are out of order or out of range")
        if any(not 1 <= number <= 1 << 40 for _, a, value in values for number in (a, value)):
            object_("a knapsack limit: a coefficient or value is out of range")
        if any(a < 1 for _, a in self.entries[k]):
            object_("a knapsack limit follows from one with coefficients that are not positive")
        least = [0] + [1 << 100] * (bound + 1)
        for _, own in groupby(values, key=lambda value: value[0]):
            following = least.copy()
            for _, a, value in own:
                for v, load in enumerate(least):
                    reached = min(v + value, bound + 1)
                    following[reached] = min(following[reached], load + a)
            least = following
        if least[bound + 1] <= self.upper[k]:
            object_("a knapsack limit: more than its bound fits")
        value_of = {(row, a): value for row, a, value in values}
        return [(e, value_of[self.row[e], a]) for e, a in self.entries[k] if (self.row[e], a) in value_of], bound

    def _rounded(self, line: Json) -> tuple[list[tuple[int, int]], int]:
        """Mixed-integer rounding: docs/certificate.md has the rule."""
        k, divisor, turned = line["limit"], line["divisor"], [tuple(listed(group)) for group in listed(line["turned"])]
        if not 1 <= divisor <= 1 << 40:
            object_("a rounded limit: its divisor is out of range")
        if turned != sorted(set(turned)) or any(not 0 <= row < self.rows or abs(a) > 1 << 40 for row, a in turned):
            object_("a rounded limit: its groups are out of order or out of range")
        bound = self.upper[k] - sum(a for _, a in turned)
        beta = bound % divisor

        def rounding(a: int) -> int:
            return int((divisor - beta) * (a // divisor) + max(0, a % divisor - beta))

        inside = set(turned)
        entries = [(e, -rounding(-a) if (self.row[e], a) in inside else rounding(a)) for e, a in self.entries[k]]
        upper = (divisor - beta) * (bound // divisor) - sum(rounding(-a) for _, a in turned)
        return [(e, value) for e, value in entries if value], upper

    def _effective_widths(self) -> Iterator[int]:
        """Widths of the steps, cut where excess can no longer occur with one edge a row."""
        left: dict[tuple[int, str], int] = {}
        for step in self.steps:
            key = (step["limit"], step["side"])
            if key not in left:
                sign = 1 if step["side"] == "upper" else -1
                most = [0] * self.rows
                for edge, coefficient in self.entries[step["limit"]]:
                    most[self.row[edge]] = max(most[self.row[edge]], sign * coefficient)
                bound = (self.upper if sign > 0 else self.lower)[step["limit"]]
                left[key] = max(0, sum(most) - sign * bound)
            width = left[key] if step["width"] is None else min(left[key], step["width"])
            left[key] -= width
            yield width

    def gcd(self, goal: int) -> int:
        """Every value of the goal is a multiple of this."""
        return max(1, math.gcd(*self.weights[goal], *(step["slope"] for step in self.steps if step["goal"] == goal)))


def check_plan(problem: Problem, chosen: Sequence[int], objective: Sequence[int]) -> None:
    """Is this set of edges a plan, and are these its goal values?"""
    if any(not 0 <= edge < problem.edges for edge in chosen) or any(a >= b for a, b in pairwise(chosen)):
        object_("chosen: an edge does not exist, is out of order or stands twice")
    held = set(chosen)
    for name, place, most in (("row", problem.row, problem.row_upper), ("column", problem.column, problem.column_upper)):
        use = [0] * len(most)
        for edge in chosen:
            use[place[edge]] += 1
        for i, count in enumerate(use):
            if count > most[i] or (name == "row" and count < problem.row_lower[i]):
                object_(f"{name} {i}: {count} edges break its bounds")
    for q, members in enumerate(problem.cliques):
        if len(held.intersection(members)) > 1:
            object_(f"clique {q}: more than one of its edges is chosen")
    values = [sum(weights[edge] for edge in chosen) for weights in problem.weights]
    for k, entries in enumerate(problem.entries):
        activity = sum(coefficient for edge, coefficient in entries if edge in held)
        for side, bound in (("upper", problem.upper[k]), ("lower", problem.lower[k])):
            if bound is None:
                continue
            excess = activity - bound if side == "upper" else bound - activity
            for step in problem.steps:
                if step["limit"] == k and step["side"] == side and excess > 0:
                    filled = excess if step["width"] is None else min(excess, step["width"])
                    values[step["goal"]] -= filled * step["slope"]
                    excess -= filled
            if excess > 0:
                object_(f"limit {k}: {activity} breaks its {side} bound")
    if values != list(objective):
        object_(f"objective: the plan reaches {values}, not {list(objective)}")


def spread(entries: list[list[int]], size: int, signed: bool, kind: str) -> dict[int, int]:
    """Multipliers of one kind by index; refuses disorder, strangers and wrong signs."""
    last = -1
    for entry in listed(entries):
        index, value = listed(entry)
        if not last < index < size or abs(value) > 1 << 60 or (value < 0 and not signed):
            object_(f"multiplier of {kind} {index}: out of order, out of range or of the wrong sign")
        last = index
    return {entry[0]: entry[1] for entry in entries}


class Bound:
    """One bound, recomputed: the constants and the best that every row can take."""

    def __init__(self, problem: Problem, part: Space, m: Json, stage: Json, known: Known) -> None:
        goals, counts = known
        self.d = m["d"]
        if not m.keys() <= {"d", "columns", "limits", "cliques", "goals", "counts"}:
            object_("multipliers of something unknown")
        if not 0 <= self.d <= 1 << 60:
            object_("the denominator is out of range")
        column = spread(m.get("columns", []), problem.columns, False, "column")
        limit = spread(m.get("limits", []), problem.limits, True, "limit")
        clique = spread(m.get("cliques", []), len(problem.cliques), False, "clique")
        goal = spread(m.get("goals", []), problem.goals, True, "goal")
        count = spread(m.get("counts", []), 1 << 31, False, "head count")
        if not goal.keys() <= goals.keys() or not count.keys() <= counts.keys():
            object_("a multiplier of a goal or head count that is not proven")
        self.total = sum(value * problem.column_upper[c] for c, value in column.items()) + sum(clique.values())
        self.total += sum(value * counts[s] for s, value in count.items()) - sum(value * goals[h] for h, value in goal.items())
        for k, value in limit.items():
            side = (problem.upper if value > 0 else problem.lower)[k] if value else 0
            if side is None:
                object_(f"limit {k} has no bound on the side of its multiplier")
            self.total += value * side
        own_goal = stage["goal"] if stage["stage"] == "goal" else None
        for step, width in zip(problem.steps, problem.widths, strict=True):
            own = max(0, limit.get(step["limit"], 0) * (1 if step["side"] == "upper" else -1))
            worth = self.d if step["goal"] == own_goal else goal.get(step["goal"], 0)
            self.total += width * max(0, own - worth * step["slope"])
        self.edges, must = part
        head = sum(count.values())
        weights = None if own_goal is None else problem.weights[own_goal]
        self.value = {}
        self.best: list[int | None] = [None if needed else 0 for needed in must]
        for e in self.edges:
            value = (self.d * weights[e] if weights is not None else self.d if stage["stage"] == "count" else 0) - head
            value += sum(mu * problem.weights[h][e] for h, mu in goal.items()) - column.get(problem.column[e], 0)
            value -= sum(limit.get(k, 0) * a for k, a in problem.edge_limits[e]) + sum(clique.get(q, 0) for q in problem.edge_cliques[e])
            self.value[e] = value
            row_best = self.best[problem.row[e]]
            self.best[problem.row[e]] = value if row_best is None else max(row_best, value)
        self.nothing_left = None in self.best
        self.total += sum(best for best in self.best if best is not None)

    def below(self, sought: int) -> bool:
        """Nothing in the part reaches what is sought."""
        return self.nothing_left or self.total < self.d * sought

    def fix(self, problem: Problem, sought: int, must: list[bool]) -> Space:
        """The part without what the bound rules out."""
        if self.nothing_left:
            return [], must
        best = [0 if value is None else value for value in self.best]
        edges = [e for e in self.edges if self.total - best[problem.row[e]] + self.value[e] >= self.d * sought]
        return edges, [needed or self.total - best[r] < self.d * sought for r, needed in enumerate(must)]


def check_stage(problem: Problem, whole: Space, stage: Json, nodes: list[Json], known: Known) -> None:
    """Walk the tree; every leaf must keep what the stage claims."""
    step = problem.gcd(stage["goal"]) if stage["stage"] == "goal" else 1
    beyond = stage["bound"] // step * step + step  # what is ruled out below it keeps the bound, which is all that is claimed
    visited = set()
    parts = [(0, whole)]
    while parts:
        index, (edges, must) = parts.pop()
        if not 0 <= index < len(nodes) or index in visited:
            object_(f"node {index} does not exist or stands in two places")
        visited.add(index)
        node = nodes[index]
        for fix in listed(node.get("fix", [])):
            edges, must = Bound(problem, (edges, must), fix, stage, known).fix(problem, beyond, must)
        if "row" not in node:
            if not Bound(problem, (edges, must), node["bound"], stage, known).below(beyond):
                object_(f"node {index}: its bound is above what is claimed")
            continue
        row, limit, edge = node["row"], node.get("limit"), node.get("edge")
        strange = (limit is not None and not 0 <= limit < problem.limits) or (edge is not None and not 0 <= edge < problem.edges)
        if not 0 <= row < problem.rows or strange:
            object_(f"node {index}: it divides by something that does not exist")
        inside = {e for e, _ in problem.entries[limit]} if limit is not None else None
        members = {e for e in edges if problem.row[e] == row and edge in (None, e) and (inside is None or e in inside)}
        parts.append((node["without"], ([e for e in edges if e not in members], must)))
        needed = [*must[:row], True, *must[row + 1 :]]
        parts.append((node["with"], ([e for e in edges if problem.row[e] != row or e in members], needed)))
    if len(visited) != len(nodes):
        object_("a node hangs nowhere")


def check_tuple(problem: Problem, whole: Space, columns: list[Any], objective: list[int]) -> None:
    """Lexicographic weak duality: prices are tuples, and so is every row's best."""
    zero = [0] * problem.goals
    price: dict[int, list[int]] = {}
    for price_of in listed(columns):
        column, value = listed(price_of)
        if not max(price, default=-1) < column < problem.columns or len(value) != problem.goals or value < zero:
            object_(f"tuple price of column {column}: out of order, out of range or negative")
        price[column] = value
    best: list[list[int] | None] = [None if needed else zero for needed in whole[1]]
    for e in whole[0]:
        value = [problem.weights[g][e] - price.get(problem.column[e], zero)[g] for g in range(problem.goals)]
        row_best = best[problem.row[e]]
        best[problem.row[e]] = value if row_best is None else max(row_best, value)
    if None in best:
        object_("tuple proof: a row that must have an edge has none")
    for g in range(problem.goals):
        total = sum(value[g] * problem.column_upper[c] for c, value in price.items()) + sum(row[g] for row in best if row is not None)
        if total != objective[g]:
            object_(f"tuple proof: it proves {total} for goal {g}")


def check(problem_json: Json, lines: Sequence[Json]) -> None:
    """Raise Objection unless the certificate's plan keeps everything and its proof holds."""
    try:
        judge(problem_json, lines)
    except StopIteration as error:
        raise Objection("the certificate ends too soon") from error
    except KeyError as error:
        raise Objection(f"a member is missing: {error}") from error
    except MALFORMED as error:
        raise Objection(f"malformed ({type(error).__name__}: {error})") from error


def judge(problem_json: Json, lines: Sequence[Json]) -> None:
    """As check; what has another shape than documented raises whatever Python makes of it."""
    for line in lines:
        whole_numbers(line)
    rest = iter(lines)
    judge_result(problem_json, rest, whole=True)
    if next(rest, None) is not None:
        object_("lines after the end")


def derived_lines(head: Json) -> int:
    """How many derived limits follow the header."""
    return counted(head["rounded"] if "rounded" in head else head["derived"])


def judge_components(problem_json: Json, head: Json, rest: Iterator[Json]) -> tuple[list[int | None], bool]:
    """The parts one by one: what they prove adds up. Also whether one of them proves that no plan exists."""
    if head["stages"] != 0 or derived_lines(head) != 0:
        object_("components stand beside another proof")
    seen: set[int] = set()
    parts = []
    chosen: list[int] = []
    for i in range(head["components"]):
        line = next(rest)
        rows = set(listed(line["rows"]))
        if line["component"] != i or len(rows) != len(line["rows"]) or rows & seen or not all(0 <= r < problem_json["rows"] for r in rows):
            object_(f"component {i}: out of order, or its rows do not exist or stand twice")
        seen |= rows
        try:
            parts.append(judge_result(restricted(problem_json, rows), rest, whole=False))
        except Objection as objection:
            object_(f"component {i}: {objection}")
        edges = [e for e, row in enumerate(problem_json["edge_row"]) if row in rows]
        chosen += [edges[e] for e in parts[-1]["chosen"]]
    nothing = any(part["status"] == "infeasible" for part in parts)
    if head["status"] not in ("optimal", "feasible"):
        return [None] * problem_json["goals"], nothing
    if len(seen) != problem_json["rows"] or sorted(chosen) != head["chosen"]:
        object_("a row stands in no component, or the plan is not that of the components")
    if any(part["policy_goals"] != head["policy_goals"] or not part["bound"] for part in parts):
        object_("a component has no plan, or other policy goals than the whole")
    return [sum(bounds) for bounds in zip(*(part["bound"] for part in parts), strict=True)], nothing


def judge_result(problem_json: Json, rest: Iterator[Json], *, whole: bool) -> Json:
    """One result, of a problem or of a part of one; returns its header."""
    problem = Problem(problem_json)
    head = next(rest)
    if head["format"] != "husrom certificate 1" or head["problem"] != problem_json["digest"]:
        object_("another format, or the digest is not that of its problem")
    if not isinstance(head["tuple"], bool) or (head["tuple"] and "components" in head):
        object_("tuple: neither true nor false, or components stand beside it")
    status, objective, bound = head["status"], listed(head["objective"]), listed(head["bound"])
    listed(head["chosen"])
    counted(head["proven_goals"])
    policy = head["policy_goals"]
    if status not in ("optimal", "feasible", "infeasible", "unknown") or not 0 <= policy <= problem.goals:
        object_("status or policy_goals: out of range")
    has_plan = status in ("optimal", "feasible")
    if has_plan:
        check_plan(problem, head["chosen"], objective)
    elif objective or bound or head["chosen"] or head["proven_goals"]:
        object_("a result without a plan has no values, bounds or edges")
    if counted(head.get("components", 0)) != 0:
        if not whole:
            object_("a component has no components")
        components, nothing = judge_components(problem_json, head, rest)
        judge_claims(problem, head, components, nothing)
        return head
    for _ in range(derived_lines(head)):
        problem.add_derived(next(rest))
    usable = [e for e in range(problem.edges) if problem.row_upper[problem.row[e]] and problem.column_upper[problem.column[e]]]
    space = (usable, [lower > 0 for lower in problem.row_lower])
    proven: list[int | None] = [None] * problem.goals
    if head["tuple"]:
        if not has_plan:
            object_("a tuple proof without a plan")
        check_tuple(problem, space, next(rest)["columns"], objective)
        proven = list(objective)
    goals: dict[int, int] = {}
    counts: dict[int, int] = {}
    next_goal, nothing = 0, False
    for s in range(counted(head["stages"])):
        stage = next(rest)
        nodes = [next(rest) for _ in range(stage["nodes"])]
        if [node["node"] for node in nodes] != list(range(len(nodes))) or not nodes:
            object_(f"stage {s}: its nodes are out of order")
        kind, value, most = stage["stage"], stage["value"], stage["bound"]
        if kind not in ("nothing", "count", "goal") or most < value or (kind == "nothing" and (value, most) != (-1, -1)):
            object_(f"stage {s}: unknown, or its bound is below its value")
        if kind == "goal" and (stage["goal"] != next_goal or next_goal >= problem.goals or not has_plan or value != objective[next_goal]):
            object_(f"stage {s}: not the next goal, or not the plan's value")
        if stage["after"] and (kind != "goal" or most != value):
            object_(f"stage {s}: it fixes edges for later stages and is not proven")
        check_stage(problem, space, stage, nodes, (goals, counts))
        nothing = nothing or kind == "nothing"
        if kind == "count":
            counts[s] = most
        if kind != "goal":
            continue
        next_goal += 1
        proven[stage["goal"]] = most
        if most == value:
            for fix in listed(stage["after"]):
                space = Bound(problem, space, fix, stage, (goals, counts)).fix(problem, value, space[1])
            goals[stage["goal"]] = value
    judge_claims(problem, head, proven, nothing)
    return head


def judge_claims(problem: Problem, head: Json, proven: list[int | None], nothing: bool) -> None:
    """Does the header claim what is proven?"""
    status, objective, bound = head["status"], head["objective"], head["bound"]
    has_plan = status in ("optimal", "feasible")
    if nothing == has_plan and (has_plan or status == "infeasible"):
        object_("a plan stands beside a proof that none exists, or nothing proves that none does")
    if status == "infeasible" and not nothing:
        object_("nothing proves that no plan exists")
    if not has_plan:
        return
    if bound != proven:
        object_(f"bound: proven is {proven}")
    leading = next((g for g in range(problem.goals) if bound[g] != objective[g]), problem.goals)
    if head["proven_goals"] != leading or (status == "optimal") != (leading >= head["policy_goals"]):
        object_("the status or proven_goals does not agree with what is proven")


def members_once(pairs: list[tuple[str, Any]]) -> Json:
    """An object; a member that stands twice would say one thing to one reader and another to the next."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    for text in (*members, *members.values()):
        if isinstance(text, str):
            text.encode()  # half a character is none
    return members


def main(arguments: Sequence[str]) -> int:
    """Judge two files; 0: accepted, 1: refused, 2: usage, or a file that cannot be read."""
    if len(arguments) != 2:
        print("usage: python -m husrom.checker problem.json certificate.jsonl", file=sys.stderr)
        return 2
    path = arguments[0]
    try:
        with open(path, encoding="utf-8") as file:
            problem = json.load(file, object_pairs_hook=members_once)
        path, lines = arguments[1], []
        with open(path, encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file.read().rstrip("\n").split("\n"), 1):
                path = f"{arguments[1]}, line {number}"
                lines.append(json.loads(line, object_pairs_hook=members_once))
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    except (RecursionError, ValueError) as error:
        print(f"refused: {path}: {error}")
        return 1
    try:
        check(problem, lines)
    except Objection as error:
        print(f"refused: {error}")
        return 1
    head = lines[0]
    proven = min(head["proven_goals"], head["policy_goals"])
    print(f"accepted: {head['status']}, {proven} of the {head['policy_goals']} goals that decide proven")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
