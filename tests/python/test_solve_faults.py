"""Planted faults in plans and certificates: both checkers must refuse every one."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import husrom.solve as hs
import numpy as np
import pytest
import scipy.sparse as sp
from husrom import InvalidArgument, checker
from solve_problems import random_instance

Lines = list[dict[str, Any]]


def limited() -> hs.Problem:
    """Loads, a soft cap, a clique, a must-match row and two goals: a tree with divisions and fixes."""
    random = np.random.default_rng(5)
    rows, columns = np.nonzero(random.random((12, 8)) < 0.8)
    edges = rows.size
    load = random.integers(1, 9, 12)
    loads = [load[rows] * (columns % 2 == 0), load[rows] * (columns % 2 == 1), (rows % 3 == 0) * np.ones(edges)]
    matrix = sp.csr_matrix(np.stack(loads).astype(np.int64))
    return hs.Problem(
        rows,
        columns,
        np.stack([random.integers(50, 100, edges), random.integers(0, 50, edges)], axis=1),
        (12, 8),
        limits=matrix,
        upper=np.array([11, 13, 1], dtype=object),
        row_lower=(np.arange(12) == 7).astype(int),
        cliques=[[0, 9, 21, 33], [3, 17]],
        steps=[(2, "upper", 0, 1, 7), (2, "upper", 0, 1, 20)],
    )


def plain() -> hs.Problem:
    instance = random_instance(11, 9, 7)
    return hs.Problem(instance.rows, instance.columns, instance.weights, instance.shape)


def infeasible() -> hs.Problem:
    """Four rows that must be matched, loads that only three of them fit."""
    rows, columns = np.nonzero(np.ones((4, 5)))
    loads = sp.csr_matrix(rows[np.newaxis, :] + 2)
    return hs.Problem(rows, columns, np.ones(20, dtype=int), (4, 5), limits=loads, upper=[12], row_lower=[1] * 4)


def lines_of(problem: hs.Problem) -> Lines:
    result = hs.maximise(problem)
    assert hs.verify(problem, result) == []
    return [json.loads(line) for line in result.certificate.splitlines()]


@pytest.fixture(scope="module")
def bases() -> dict[str, tuple[hs.Problem, dict[str, Any], Lines]]:
    problems = {"limited": limited(), "plain": plain(), "infeasible": infeasible()}
    return {name: (problem, json.loads(problem.to_json()), lines_of(problem)) for name, problem in problems.items()}


def stages(lines: Lines) -> list[int]:
    """Where the stages begin that prove a goal, or that there is no plan."""
    return [i for i, line in enumerate(lines) if line.get("stage") in ("goal", "nothing")]


def head_count(lines: Lines) -> int:
    """Where the stage begins that proves how many can be chosen."""
    return next(i for i, line in enumerate(lines) if line.get("stage") == "count")


def leaves(lines: Lines) -> list[int]:
    return [i for i, line in enumerate(lines) if "bound" in line and "node" in line]


def divided(lines: Lines) -> list[int]:
    return [i for i, line in enumerate(lines) if "row" in line]


def set_head(key: str, change: Callable[[Any], Any]) -> Callable[[Lines], None]:
    def fault(lines: Lines) -> None:
        lines[0][key] = change(lines[0][key])

    return fault


def first_leaf(change: Callable[[dict[str, Any]], None], kind: str | None = None) -> Callable[[Lines], None]:
    def fault(lines: Lines) -> None:
        for i in leaves(lines):
            if kind is None or lines[i]["bound"].get(kind):
                change(lines[i]["bound"])
                return
        raise LookupError(kind)

    return fault


def all_leaves(change: Callable[[dict[str, Any]], None]) -> Callable[[Lines], None]:
    def fault(lines: Lines) -> None:
        for i in leaves(lines):
            change(lines[i]["bound"])

    return fault


def first_divided(change: Callable[[dict[str, Any]], None]) -> Callable[[Lines], None]:
    def fault(lines: Lines) -> None:
        change(lines[divided(lines)[0]])

    return fault


def set_stage(index: int, key: str, change: Callable[[Any], Any]) -> Callable[[Lines], None]:
    def fault(lines: Lines) -> None:
        line = lines[stages(lines)[index]]
        line[key] = change(line[key])

    return fault


def drop(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda bound: bound.pop(key, None)


def bump(key: str, place: int, amount: int) -> Callable[[dict[str, Any]], None]:
    def change(bound: dict[str, Any]) -> None:
        bound[key][place][1] += amount

    return change


def negate(key: str) -> Callable[[dict[str, Any]], None]:
    def change(bound: dict[str, Any]) -> None:
        bound[key][0][1] = -abs(bound[key][0][1]) - 1

    return change


def add_entry(key: str, entry: list[int]) -> Callable[[dict[str, Any]], None]:
    return lambda bound: bound.setdefault(key, []).append(entry)


def repeat_entry(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda bound: bound[key].append(bound[key][-1])


def tuple_line(change: Callable[[list[Any]], Any]) -> Callable[[Lines], None]:
    return lambda lines: change(lines[1]["columns"]) and None


def cut_tree(lines: Lines) -> None:
    """The whole tree of the first stage becomes one leaf with the first leaf's multipliers."""
    at = stages(lines)[0]
    count = lines[at]["nodes"]
    leaf = next(line for line in lines[at + 1 : at + 1 + count] if "bound" in line)
    lines[at + 1 : at + 1 + count] = [{"node": 0, "bound": leaf["bound"]}]
    lines[at]["nodes"] = 1


def everything_fixed(lines: Lines) -> None:
    """A fix that claims more than it proves: no multipliers at all."""
    at = stages(lines)[0]
    lines[at + 1] = {"node": 0, "fix": [{"d": 1}], "bound": {"d": 1}}
    del lines[at + 2 : at + 1 + lines[at]["nodes"]]
    lines[at]["nodes"] = 1


def lower_a_stage(lines: Lines) -> None:
    for key in ("value", "bound"):
        set_stage(1, key, lambda v: v - 1)(lines)


def lower_the_head_count(lines: Lines) -> None:
    for key in ("value", "bound"):
        lines[head_count(lines)][key] -= 1


def count_after_use(lines: Lines) -> None:
    at = head_count(lines)
    lines[:] = [*lines[:at], *lines[at + 2 :], *lines[at : at + 2]]


def leave_the_count_out(lines: Lines) -> None:
    at = head_count(lines)
    del lines[at : at + 2]
    lines[0]["stages"] -= 1


def swap_children(line: dict[str, Any]) -> None:
    line["without"], line["with"] = line["with"], line["without"]


def other_plan(lines: Lines) -> None:
    lines[0]["chosen"] = lines[0]["chosen"][:-1]


def claim_infeasible(lines: Lines) -> None:
    lines[0].update(status="infeasible", objective=[], bound=[], chosen=[], proven_goals=0)


def drop_last_stage(lines: Lines) -> None:
    del lines[stages(lines)[-1] :]
    lines[0]["stages"] -= 1


def swap_stages(lines: Lines) -> None:
    first, second = stages(lines)
    lines[:] = [*lines[:first], *lines[second:], *lines[first:second]]


FAULTS: list[tuple[str, str, Callable[[Lines], None]]] = [
    ("limited", "digest of another problem", set_head("problem", lambda d: d[::-1])),
    ("limited", "an edge less in the plan", other_plan),
    ("limited", "an edge twice", set_head("chosen", lambda c: [*c, c[-1]])),
    ("limited", "an edge that does not exist", set_head("chosen", lambda c: [*c, 10**6])),
    ("limited", "a negative edge", set_head("chosen", lambda c: [-1, *c])),
    ("limited", "edges out of order", set_head("chosen", lambda c: c[::-1])),
    ("limited", "all edges chosen", set_head("chosen", lambda c: list(range(20)))),
    ("limited", "the must-match row left out", set_head("chosen", lambda c: [])),
    ("limited", "a goal one too high", set_head("objective", lambda v: [v[0] + 1, v[1]])),
    ("limited", "a later goal one too high", set_head("objective", lambda v: [v[0], v[1] + 1])),
    ("limited", "a bound one too high", set_head("bound", lambda v: [v[0] + 1, v[1]])),
    ("limited", "a bound one too low", set_head("bound", lambda v: [v[0], v[1] - 1])),
    ("limited", "a goal missing", set_head("objective", lambda v: v[:1])),
    ("limited", "a bound missing", set_head("bound", lambda v: v[:1])),
    ("limited", "fewer goals proven than are", set_head("proven_goals", lambda n: n - 1)),
    ("limited", "more goals proven than are", set_head("proven_goals", lambda n: n + 1)),
    ("limited", "status feasible though proven", set_head("status", lambda s: "feasible")),
    ("limited", "policy goals out of range", set_head("policy_goals", lambda n: 3)),
    ("limited", "claimed infeasible", claim_infeasible),
    ("limited", "a stage missing", drop_last_stage),
    ("limited", "stages in the wrong order", swap_stages),
    ("limited", "a stage's bound raised", set_stage(0, "bound", lambda b: b + 1)),
    ("limited", "a stage's value lowered", set_stage(0, "value", lambda v: v - 1)),
    ("limited", "a stage's value and bound lowered", lower_a_stage),
    ("limited", "a tree cut to one leaf", cut_tree),
    ("limited", "a head count lowered", lower_the_head_count),
    ("limited", "a head count proven after its use", count_after_use),
    ("limited", "a head count left out", leave_the_count_out),
    ("limited", "a fix that proves nothing", everything_fixed),
    ("limited", "prices of columns left out", all_leaves(drop("columns"))),
    ("limited", "multipliers of limits left out", all_leaves(drop("limits"))),
    ("limited", "no multipliers at all", all_leaves(lambda b: [b.pop(k) for k in list(b) if k != "d"] and None)),
    ("limited", "a denominator of 0", all_leaves(lambda b: b.update(d=0))),
    ("limited", "a negative denominator", first_leaf(lambda b: b.update(d=-1))),
    ("limited", "a huge denominator", first_leaf(lambda b: b.update(d=1 << 61))),
    ("limited", "a negative price", first_leaf(negate("columns"), "columns")),
    ("limited", "a price of a column that does not exist", first_leaf(add_entry("columns", [99, 1]))),
    ("limited", "a price twice", first_leaf(repeat_entry("columns"), "columns")),
    ("limited", "a multiplier on a side without a bound", first_leaf(lambda b: b.update(limits=[[0, -1]]))),
    ("limited", "a limit that does not exist", first_leaf(add_entry("limits", [50, 1]))),
    ("limited", "a huge multiplier", first_leaf(lambda b: b.update(limits=[[0, (1 << 60) + 1]]))),
    ("limited", "a clique that does not exist", first_leaf(add_entry("cliques", [7, 1]))),
    ("limited", "a negative clique multiplier", first_leaf(lambda b: b.update(cliques=[[0, -1]]))),
    ("limited", "a goal that is not proven yet", first_leaf(lambda b: b.update(goals=[[1, 1]]))),
    ("limited", "a head count that is not proven", first_leaf(lambda b: b.update(counts=[[0, 1]]))),
    ("limited", "a price raised beyond what is proven", first_leaf(bump("columns", 0, 1 << 58), "columns")),
    ("limited", "halves of a division exchanged", first_divided(swap_children)),
    ("limited", "both halves the same node", first_divided(lambda n: n.update({"with": n["without"]}))),
    ("limited", "a half that does not exist", first_divided(lambda n: n.update({"with": 10**6}))),
    ("limited", "a half that is its own parent", first_divided(lambda n: n.update({"with": n["node"]}))),
    ("limited", "a row that does not exist", first_divided(lambda n: n.update(row=99))),
    ("limited", "a division by a limit that does not exist", first_divided(lambda n: n.update(limit=99))),
    ("plain", "a tuple price lowered", tuple_line(lambda c: [v[1].__setitem__(0, v[1][0] - 1) for v in c])),
    ("plain", "a tuple price raised", tuple_line(lambda c: [v[1].__setitem__(-1, v[1][-1] + 1) for v in c])),
    ("plain", "tuple prices left out", tuple_line(lambda c: c.clear())),
    ("plain", "a tuple price of no column", tuple_line(lambda c: c.append([99, c[-1][1]]))),
    ("plain", "a tuple price too short", tuple_line(lambda c: c[0].__setitem__(1, []))),
    ("plain", "tuple prices out of order", tuple_line(lambda c: c.reverse())),
    ("plain", "a worse plan", other_plan),
    ("infeasible", "the proof left out", drop_last_stage),
    ("infeasible", "the bound says nothing", all_leaves(lambda b: [b.pop(k) for k in list(b) if k != "d"] and None)),
    ("infeasible", "a plan beside it", set_head("chosen", lambda c: [0])),
    ("infeasible", "claimed unknown with a bound", set_head("bound", lambda b: [1])),
    ("infeasible", "a value of 0", set_stage(0, "value", lambda v: 0)),
    ("infeasible", "a bound of 0", set_stage(0, "bound", lambda v: 0)),
]


def refused_by_plain(problem: dict[str, Any], lines: Lines) -> bool:
    try:
        checker.check(problem, lines)
    except (checker.Objection, KeyError, IndexError, TypeError, ValueError, StopIteration):
        return True
    return False


def refused_by_engine(problem: hs.Problem, lines: Lines) -> bool:
    try:
        return hs.verify(problem, "".join(json.dumps(line) + "\n" for line in lines)) != []
    except InvalidArgument:
        return True


def test_both_checkers_accept_what_the_solver_returns(bases: dict[str, Any]) -> None:
    # Rule: without a fault both accept, and the limited problem has a division to plant faults in.
    for problem, data, lines in bases.values():
        assert not refused_by_plain(data, lines)
        assert not refused_by_engine(problem, lines)
    assert divided(bases["limited"][2])


@pytest.mark.parametrize(("base", "name", "fault"), FAULTS, ids=[f"{base}: {name}" for base, name, _ in FAULTS])
def test_planted_fault_is_refused_by_both_checkers(bases: dict[str, Any], base: str, name: str, fault: Callable[[Lines], None]) -> None:
    # Rule: no fault passes either checker.
    problem, data, original = bases[base]
    lines = copy.deepcopy(original)
    fault(lines)
    assert lines != original, "the fault changed nothing"
    assert refused_by_plain(data, lines)
    assert refused_by_engine(problem, lines)


def test_the_plain_checker_refuses_a_changed_problem(bases: dict[str, Any]) -> None:
    # Rule: a weight that changed after the digest was taken is noticed.
    _, data, lines = bases["limited"]
    changed = copy.deepcopy(data)
    changed["weights"][0][0] += 1
    assert refused_by_plain(changed, lines)


def test_both_checkers_agree_on_random_problems() -> None:
    # Rule: the plain checker accepts every certificate of many small problems of all kinds, as the engine's does.
    for seed in range(200):
        instance = random_instance(1000 + seed, 7, 6)
        problem = instance.problem()
        result = hs.maximise(problem)
        lines = [json.loads(line) for line in result.certificate.splitlines()]
        assert hs.verify(problem, result) == [], f"seed {seed}"
        checker.check(json.loads(problem.to_json()), lines)
