"""The best plan of a twin: by enumeration, and by outside solvers goal by goal."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import lcm

from .problem import Row, Twin


def cost(row: Row, excess: Fraction) -> tuple[Fraction, Fraction]:
    """What the steps of a row charge for an excess, and how much of it they do not carry."""
    total = Fraction(0)
    for step in row.steps:
        part = min(excess, Fraction(str(step["width"]))) if "width" in step else excess
        total += part * Fraction(str(step["slope"]))
        excess -= part
    return total, excess


def charge(row: Row, load: Fraction) -> Fraction | None:
    """What a soft row charges for its added excess or its shortfall; None when the load is not allowed."""
    total = Fraction(0)
    over = load - row.room if row.room is not None else Fraction(0)
    for begun, added in ((row.already, over), (Fraction(0), row.floor - load if row.floor is not None else Fraction(0))):
        if added > 0:
            charged, left = cost(row, begun + added)
            if left > 0:
                return None
            total += charged - cost(row, begun)[0]
    return total


def value(twin: Twin, chosen: list[tuple[str, str]]) -> tuple[Fraction, ...] | None:
    """The goals' values in their order, larger is better (minimised goals negated); None when a limit is broken."""
    charges: dict[str, Fraction] = {}
    for row in twin.rows:
        cost = charge(row, sum((row.loads.get(x, Fraction(0)) for x in chosen), Fraction(0)))
        if cost is None:
            return None
        charges[row.goal] = charges.get(row.goal, Fraction(0)) + cost
    picked = set(chosen)
    if any(len(picked.intersection(clique)) > 1 for clique in twin.cliques):
        return None
    return tuple(sign * sum((values[x] for x in chosen), Fraction(0)) - charges.get(name, Fraction(0)) for name, sign, values in twin.goals)


def brute_force(twin: Twin) -> tuple[tuple[Fraction, ...] | None, int]:
    """(best value or None when infeasible, how many plans reach it)."""
    options = [[x for x in twin.pairs if x[0] == p] + ([None] if p not in twin.must else []) for p in twin.participants]
    best: tuple[Fraction, ...] | None = None
    count = 0
    for choice in product(*options):
        chosen = [x for x in choice if x is not None]
        homes = [u for _, u in chosen]
        if any(homes.count(u) > twin.capacity[u] for u in set(homes)):
            continue
        reached = value(twin, chosen)
        if reached is None:
            continue
        if best is None or reached > best:
            best, count = reached, 1
        elif reached == best:
            count += 1
    return best, count


class Model:
    """The twin as integer rows, for an outside solver; every number scaled to whole numbers."""

    def __init__(self, twin: Twin) -> None:
        self.pairs = twin.pairs
        self.position = {pair: i for i, pair in enumerate(twin.pairs)}
        self.columns: list[tuple[int, int]] = [(0, 1)] * len(twin.pairs)  # bounds of each variable
        self.rows: list[tuple[int | None, int | None, dict[int, int]]] = []
        for p in twin.participants:
            mine = {self.position[x]: 1 for x in twin.pairs if x[0] == p}
            self.rows.append((1 if p in twin.must else 0, 1, mine))
        for unit, places in twin.capacity.items():
            self.rows.append((None, places, {self.position[x]: 1 for x in twin.pairs if x[1] == unit}))
        self.rows += [(None, 1, {self.position[x]: 1 for x in clique}) for clique in twin.cliques]
        charges: dict[str, dict[int, Fraction]] = {}
        for row in twin.rows:
            self.limit(row, charges)
        self.goals: list[tuple[int, dict[int, int]]] = []  # scale, whole coefficients; maximise
        for name, sign, values in twin.goals:
            entries = {self.position[x]: sign * v for x, v in values.items() if v}
            for column, slope in charges.get(name, {}).items():
                entries[column] = -slope
            scale = lcm(*(v.denominator for v in entries.values())) if entries else 1
            self.goals.append((scale, {c: int(v * scale) for c, v in entries.items()}))

    def limit(self, row: Row, charges: dict[str, dict[int, Fraction]]) -> None:
        widths = [Fraction(str(s["width"])) for s in row.steps if "width" in s]
        numbers = [*row.loads.values(), *(x for x in (row.room, row.floor) if x is not None), row.already, *widths]
        scale = lcm(*(n.denominator for n in numbers))
        entries = {self.position[x]: int(v * scale) for x, v in row.loads.items() if v}
        most = sum(abs(v) for v in entries.values()) + abs(int((row.floor or 0) * scale))
        for bound, sign, begun in ((row.room, -1, row.already), (row.floor, 1, Fraction(0))):
            if bound is None:
                continue
            side = dict(entries)
            for step in row.steps:
                used = min(begun, Fraction(str(step["width"]))) if "width" in step else Fraction(0)
                begun -= used
                width = int((Fraction(str(step["width"])) - used) * scale) if "width" in step else most
                charges.setdefault(row.goal, {})[len(self.columns)] = Fraction(str(step["slope"])) / scale
                side[len(self.columns)] = sign
                self.columns.append((0, width))
            whole = int(bound * scale) if bound >= 0 else -int(-bound * scale)
            self.rows.append((None, whole, side) if sign < 0 else (whole, None, side))


def with_scip(twin: Twin) -> tuple[Fraction, ...] | None:
    """Goal by goal with SCIP; the answer is read off the rounded solution in whole numbers."""
    from pyscipopt import Model as Scip
    from pyscipopt import quicksum

    data = Model(twin)
    if any((low or 0) > 0 and not entries for low, _, entries in data.rows):
        return None
    model = Scip()
    model.hideOutput()
    model.setParam("numerics/feastol", 1e-9)
    x = [model.addVar(vtype="I", lb=low, ub=high) for low, high in data.columns]
    for low, high, entries in data.rows:
        total = quicksum(x[c] * v for c, v in entries.items())
        if low is not None and entries:
            model.addCons(total >= low)
        if high is not None and entries:
            model.addCons(total <= high)
    reached = []
    for scale, entries in data.goals:
        model.freeTransform()
        total = quicksum(x[c] * v for c, v in entries.items())
        model.setObjective(total, "maximize")
        model.optimize()
        if model.getStatus() == "infeasible":
            return None
        assert model.getStatus() == "optimal", model.getStatus()
        solution = model.getBestSol()
        best = sum(v * round(model.getSolVal(solution, x[c])) for c, v in entries.items())
        model.freeTransform()
        if entries:
            model.addCons(total >= best)
        reached.append(Fraction(best, scale))
    return tuple(reached)


def with_highs(twin: Twin) -> tuple[Fraction, ...] | None:
    """Goal by goal with HiGHS (SciPy's); the answer is read off the rounded solution in whole numbers."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    data = Model(twin)
    count = len(data.columns)
    if count == 0:
        return None if any((low or 0) > 0 for low, _, _ in data.rows) else tuple(Fraction(0) for _ in data.goals)
    rows = [r for r in data.rows if r[2] or (r[0] or 0) > 0]
    reached = []
    for scale, entries in data.goals:
        index = [(i, c, v) for i, (_, _, row) in enumerate(rows) for c, v in row.items()]
        matrix = csr_array(([v for *_, v in index], ([i for i, *_ in index], [c for _, c, _ in index])), shape=(len(rows), count))
        low = [-np.inf if r[0] is None else r[0] for r in rows]
        high = [np.inf if r[1] is None else r[1] for r in rows]
        cost = np.zeros(count)
        cost[list(entries)] = [-float(v) for v in entries.values()]
        bounds = Bounds([b[0] for b in data.columns], [b[1] for b in data.columns])
        answer = milp(
            cost, integrality=np.ones(count), bounds=bounds, constraints=LinearConstraint(matrix, low, high), options={"mip_rel_gap": 0.0}
        )
        if answer.status == 2:
            return None
        assert answer.status == 0, answer.message
        best = sum(v * round(answer.x[c]) for c, v in entries.items())
        if entries:
            rows.append((best, None, entries))
        reached.append(Fraction(best, scale))
    return tuple(reached)
