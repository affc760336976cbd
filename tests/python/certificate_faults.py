"""Faults to plant in a certificate: each changes the lines of a recorded or written file, and no checker may accept what comes of it."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Iterator
from typing import Any

Lines = list[dict[str, Any]]


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


def each(line: Callable[[dict[str, Any]], bool], change: Callable[[dict[str, Any]], Any]) -> Callable[[Lines], None]:
    """Changes every line of a kind."""

    def fault(lines: Lines) -> None:
        for at in lines:
            if line(at):
                change(at)

    return fault


def first(line: Callable[[dict[str, Any]], bool], change: Callable[[dict[str, Any]], Any]) -> Callable[[Lines], None]:
    """Changes the first line of a kind."""

    def fault(lines: Lines) -> None:
        change(next(at for at in lines if line(at)))

    return fault


def is_rounded(line: dict[str, Any]) -> bool:
    return "divisor" in line


def is_knapsack(line: dict[str, Any]) -> bool:
    return "values" in line


def set_value(place: int, change: Callable[[int], int]) -> Callable[[dict[str, Any]], None]:
    """Of the first entry of a knapsack limit: its row, coefficient or value."""

    def fault(line: dict[str, Any]) -> None:
        line["values"][0][place] = change(line["values"][0][place])

    return fault


def is_count(line: dict[str, Any]) -> bool:
    return line.get("stage") == "count"


def has_after(line: dict[str, Any]) -> bool:
    return bool(line.get("after"))


def has_fix(line: dict[str, Any]) -> bool:
    return bool(line.get("fix"))


def has_turned(line: dict[str, Any]) -> bool:
    return len(line.get("turned", [])) > 1


def multipliers(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from line.get("fix", [])
    yield from line.get("after", [])
    if "node" in line and "bound" in line:
        yield line["bound"]


def each_multiplier(change: Callable[[dict[str, Any]], Any]) -> Callable[[Lines], None]:
    """Changes all multipliers of the file."""

    def fault(lines: Lines) -> None:
        for line in lines:
            for bound in multipliers(line):
                change(bound)

    return fault


def scale(factor: float) -> Callable[[dict[str, Any]], None]:
    def change(bound: dict[str, Any]) -> None:
        for key in bound.keys() - {"d"}:
            bound[key] = [[index, value * factor] for index, value in bound[key]]

    return change


def fix_with_nothing_that_is_a_number(lines: Lines) -> None:
    """Every comparison with it is false, so that a careless checker rules out every edge."""
    at = stages(lines)[0]
    lines[at + 1].setdefault("fix", []).insert(0, {"d": 1, "columns": [[0, math.nan]]})


def derived_line_left_out(lines: Lines) -> None:
    del lines[1]
    lines[0]["derived"] -= 1


def derived_lines_exchanged(lines: Lines) -> None:
    lines[1], lines[2] = lines[2], lines[1]


def lower_the_claim(lines: Lines) -> None:
    """One step less than is proven, said everywhere."""
    for stage in (lines[at] for at in stages(lines)):
        if stage["bound"] > stage["value"]:
            stage["bound"] -= 1
            lines[0]["bound"][stage["goal"]] -= 1
            return


def claim_the_plan_is_best(lines: Lines) -> None:
    for stage in (lines[at] for at in stages(lines)):
        stage["bound"] = stage["value"]
    lines[0].update(status="optimal", bound=list(lines[0]["objective"]), proven_goals=len(lines[0]["objective"]))


def goal_twice(lines: Lines) -> None:
    first_stage, second = stages(lines)
    lines[second:second] = copy.deepcopy(lines[first_stage:second])
    lines[0]["stages"] += 1


def hanging_node(lines: Lines) -> None:
    at = stages(lines)[0]
    nodes = lines[at]["nodes"]
    lines.insert(at + 1 + nodes, {**copy.deepcopy(lines[at + nodes]), "node": nodes})
    lines[at]["nodes"] += 1


def nodes_out_of_order(lines: Lines) -> None:
    at = stages(lines)[0]
    lines[at + 1], lines[at + 2] = lines[at + 2], lines[at + 1]


def no_nodes(lines: Lines) -> None:
    at = stages(lines)[0]
    del lines[at + 1 : at + 1 + lines[at]["nodes"]]
    lines[at]["nodes"] = 0


def nothing_beside_a_plan(lines: Lines) -> None:
    lines.extend([{"stage": "nothing", "value": -1, "bound": -1, "nodes": 1, "after": []}, {"node": 0, "bound": {"d": 1}}])
    lines[0]["stages"] += 1


def components(lines: Lines) -> list[int]:
    """Where the parts of a problem that falls apart begin; each part's own header follows."""
    return [i for i, line in enumerate(lines) if "component" in line]


def set_component(change: Callable[[dict[str, Any], dict[str, Any]], object]) -> Callable[[Lines], None]:
    """Changes the first part's line, or its header."""

    def fault(lines: Lines) -> None:
        at = components(lines)[0]
        change(lines[at], lines[at + 1])

    return fault


def last_component_left_out(lines: Lines) -> None:
    del lines[components(lines)[-1] :]
    lines[0]["components"] -= 1


def component_twice(lines: Lines) -> None:
    lines.extend(copy.deepcopy(lines[components(lines)[-1] :]))
    lines[components(lines)[-1]]["component"] += 1
    lines[0]["components"] += 1


def rows_exchanged(lines: Lines) -> None:
    first, second = components(lines)[:2]
    lines[first]["rows"], lines[second]["rows"] = lines[second]["rows"], lines[first]["rows"]


def components_exchanged(lines: Lines) -> None:
    first, second = components(lines)
    lines[first:] = lines[second:] + lines[first:second]
    for number, at in enumerate(components(lines)):
        lines[at]["component"] = number
    lines[0]["chosen"] = lines[0]["chosen"][:-1]


def component_in_a_component(lines: Lines) -> None:
    at = components(lines)[0]
    lines[at + 1 : at + 1] = [{**lines[at + 1], "components": 1, "stages": 0, "derived": 0, "tuple": False}, copy.deepcopy(lines[at])]


FAULTS: list[tuple[str, str, Callable[[Lines], None]]] = [
    ("limited", "another format", set_head("format", lambda f: f + "0")),
    ("limited", "a status of another name", set_head("status", lambda s: "proven")),
    ("limited", "a header without a plan's edges", lambda lines: lines[0].pop("chosen") and None),
    ("limited", "a value that is a text", set_head("objective", lambda v: [str(v[0]), v[1]])),
    ("limited", "a value that is a fraction", set_head("objective", lambda v: [v[0] + 0.5, v[1]])),
    ("limited", "a line after the end", lambda lines: lines.append({"node": 0, "bound": {"d": 1}})),
    ("limited", "fewer stages announced", set_head("stages", lambda n: n - 1)),
    ("limited", "more stages announced", set_head("stages", lambda n: n + 1)),
    ("limited", "fewer than no stages announced", set_head("stages", lambda n: -1)),
    ("limited", "fewer than no derived limits announced", set_head("derived", lambda n: -1)),
    ("limited", "a tuple proof announced", set_head("tuple", lambda t: True)),
    ("limited", "fewer derived limits announced", set_head("derived", lambda n: n - 1)),
    ("limited", "more derived limits announced", set_head("derived", lambda n: n + 1)),
    ("limited", "a derived limit left out", derived_line_left_out),
    ("limited", "derived limits exchanged", derived_lines_exchanged),
    ("limited", "a divisor of 0", first(is_rounded, lambda r: r.update(divisor=0))),
    ("limited", "a negative divisor", first(is_rounded, lambda r: r.update(divisor=-r["divisor"]))),
    ("limited", "a huge divisor", first(is_rounded, lambda r: r.update(divisor=1 << 41))),
    ("limited", "other divisors", each(is_rounded, lambda r: r.update(divisor=r["divisor"] + 1))),
    ("limited", "a rounded limit from one that does not exist", first(is_rounded, lambda r: r.update(limit=50))),
    ("limited", "a rounded limit from another rounded one", lambda lines: lines[2].update(limit=3)),
    ("limited", "a rounded limit from a soft one", first(is_rounded, lambda r: r.update(limit=2))),
    ("limited", "rounded limits from another limit", each(is_rounded, lambda r: r.update(limit=1 - r["limit"]))),
    ("limited", "turned groups out of order", first(has_turned, lambda r: r["turned"].reverse())),
    ("limited", "a turned group twice", first(has_turned, lambda r: r["turned"].append(r["turned"][-1]))),
    ("limited", "a turned group of no row", first(is_rounded, lambda r: r["turned"].append([99, 1]))),
    ("limited", "a huge turned coefficient", first(is_rounded, lambda r: r["turned"].append([11, 1 << 41]))),
    ("limited", "turned groups left out", each(has_turned, lambda r: r["turned"].clear())),
    ("limited", "a multiplier on the lower side of a rounded limit", first_leaf(lambda b: b.update(limits=[[3, -1]]))),
    ("packed", "a knapsack with a bound that is too low", first(is_knapsack, lambda k: k.update(bound=k["bound"] - 1))),
    ("packed", "knapsacks with higher bounds", each(is_knapsack, lambda k: k.update(bound=k["bound"] + 1))),
    ("packed", "a knapsack with a negative bound", first(is_knapsack, lambda k: k.update(bound=-1))),
    ("packed", "a knapsack with a huge bound", first(is_knapsack, lambda k: k.update(bound=10_001))),
    ("packed", "a value that is too high", first(is_knapsack, set_value(2, lambda value: value + 1))),
    ("packed", "a value of 0", first(is_knapsack, set_value(2, lambda value: 0))),
    ("packed", "a negative value", first(is_knapsack, set_value(2, lambda value: -value))),
    ("packed", "a huge value", first(is_knapsack, set_value(2, lambda value: 1 << 41))),
    ("packed", "a row that is lighter than it is", first(is_knapsack, set_value(1, lambda load: 1))),
    ("packed", "a coefficient of 0 in a knapsack", first(is_knapsack, set_value(1, lambda load: 0))),
    ("packed", "a knapsack's value of no row", first(is_knapsack, lambda k: k["values"].append([99, 5, 1]))),
    ("packed", "a knapsack's values out of order", first(is_knapsack, lambda k: k["values"].reverse())),
    ("packed", "a knapsack's value twice", first(is_knapsack, lambda k: k["values"].append(k["values"][-1]))),
    ("packed", "knapsacks without values", each(is_knapsack, lambda k: k["values"].clear())),
    ("packed", "a knapsack from a limit that does not exist", first(is_knapsack, lambda k: k.update(limit=3))),
    ("packed", "knapsacks from other limits", each(is_knapsack, lambda k: k.update(limit=(k["limit"] + 1) % 3))),
    ("packed", "a knapsack that says it is rounded", first(is_knapsack, lambda k: k.update(divisor=2, turned=[], values=None))),
    ("packed", "a derived limit left out", derived_line_left_out),
    ("limited", "fixes for later goals on a head count", first(is_count, lambda c: c.update(after=[{"d": 1}]))),
    ("stopped", "fixes for later goals on what is not proven", lambda lines: lines[stages(lines)[0]].update(after=[{"d": 1}])),
    ("limited", "a negative price in a later fix", first(has_after, lambda a: a["after"][0].update(columns=[[0, -1]]))),
    ("limited", "a goal not proven in a later fix", first(has_after, lambda a: a["after"][0].update(goals=[[1, 1]]))),
    ("limited", "a limit that does not exist in a later fix", first(has_after, lambda a: a["after"][0].update(limits=[[99, 1]]))),
    ("limited", "a later fix that is a text", first(has_after, lambda a: a.update(after="none"))),
    ("limited", "later fixes not there", first(has_after, lambda a: a.pop("after"))),
    ("limited", "a negative price in a fix", first(has_fix, lambda n: n["fix"][0].update(columns=[[0, -1]]))),
    ("limited", "a negative head count multiplier in a fix", first(has_fix, lambda n: n["fix"][0].update(counts=[[0, -1]]))),
    ("limited", "the fixes left out", each(has_fix, lambda n: n["fix"].clear())),
    ("limited", "a head count that uses itself", lambda lines: lines[head_count(lines) + 1]["bound"].update(counts=[[0, 1]])),
    ("limited", "a head count's bound below its value", first(is_count, lambda c: c.update(value=c["bound"] + 1))),
    ("limited", "a head count without a proof", first(is_count, lambda c: c.update(nodes=0))),
    ("limited", "a stage of no kind", first(is_count, lambda c: c.update(stage="guess"))),
    ("limited", "a stage of another goal", set_stage(0, "goal", lambda g: 1)),
    ("limited", "a goal that does not exist", set_stage(1, "goal", lambda g: 2)),
    ("limited", "a goal proven twice", goal_twice),
    ("limited", "a node that hangs nowhere", hanging_node),
    ("limited", "nodes out of order", nodes_out_of_order),
    ("limited", "no nodes", no_nodes),
    ("limited", "a proof that no plan exists beside a plan", nothing_beside_a_plan),
    ("limited", "a division by a negative limit", first_divided(lambda n: n.update(limit=-2))),
    ("limited", "a division by a negative edge", first_divided(lambda n: n.update(edge=-2))),
    ("limited", "all multipliers halved", each_multiplier(lambda b: scale(0.5)(b))),
    ("limited", "all multipliers doubled", each_multiplier(scale(2))),
    ("limited", "all multipliers infinite", each_multiplier(scale(math.inf))),
    ("limited", "a fix with what is not a number", fix_with_nothing_that_is_a_number),
    ("limited", "a denominator that is not whole", each_multiplier(lambda b: b.update(d=b["d"] + 0.5))),
    ("limited", "a denominator that is a text", first_leaf(lambda b: b.update(d=str(b["d"])))),
    ("limited", "no denominator", first_leaf(lambda b: b.pop("d") and None)),
    ("limited", "a multiplier that is a pair too long", first_leaf(add_entry("columns", [7, 1, 1]))),
    ("stopped", "a bound one lower than is proven", lower_the_claim),
    ("stopped", "the plan claimed to be best", claim_the_plan_is_best),
    ("stopped", "the status optimal", set_head("status", lambda s: "optimal")),
    ("stopped", "no goal decides the status", set_head("policy_goals", lambda n: 0)),
    ("stopped", "an edge less in the plan", other_plan),
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
    ("limited", "fewer parts than none", lambda lines: lines[0].update(components=-1)),
    ("parts", "a part left out", last_component_left_out),
    ("parts", "a part twice", component_twice),
    ("parts", "parts with each other's rows", rows_exchanged),
    ("parts", "parts in another order and an edge less", components_exchanged),
    ("parts", "a part that is divided in parts", component_in_a_component),
    ("parts", "fewer parts announced", set_head("components", lambda n: n - 1)),
    ("parts", "more parts announced", set_head("components", lambda n: n + 1)),
    ("parts", "parts with another number", set_component(lambda part, head: part.update(component=7))),
    ("parts", "a row left out", set_component(lambda part, head: part["rows"].pop())),
    ("parts", "a row twice", set_component(lambda part, head: part["rows"].append(part["rows"][0]))),
    ("parts", "a row that does not exist", set_component(lambda part, head: part["rows"].append(10**6))),
    ("parts", "a row counted from the end", set_component(lambda part, head: part["rows"].append(-1))),
    ("parts", "a part's value one more", set_component(lambda part, head: head["objective"].__setitem__(0, head["objective"][0] + 1))),
    ("parts", "a part's bound one less", set_component(lambda part, head: head["bound"].__setitem__(0, head["bound"][0] - 1))),
    ("parts", "a part of another problem", set_component(lambda part, head: head.update(problem=head["problem"][::-1]))),
    ("parts", "a part that is called impossible", set_component(lambda part, head: head.update(status="infeasible"))),
    ("parts", "a part decided by fewer goals", set_component(lambda part, head: head.update(policy_goals=0))),
    ("parts", "a part with an edge less", set_component(lambda part, head: head["chosen"].pop())),
    ("parts", "a proof of the whole announced beside", set_head("stages", lambda n: n + 1)),
    ("parts", "a value one too high", set_head("objective", lambda v: [v[0] + 1])),
    ("parts", "a bound one too low", set_head("bound", lambda v: [v[0] - 1])),
    ("parts", "a bound one too high", set_head("bound", lambda v: [v[0] + 1])),
    ("parts", "an edge less in the plan", other_plan),
    ("parts", "fewer than no derived limits beside", set_head("derived", lambda n: -1)),
    ("parts", "fewer than no stages beside", set_head("stages", lambda n: -1)),
    ("limited", "multipliers of something unknown", first_leaf(lambda b: b.update(rows=[]))),
    ("limited", "an object in place of multipliers", first_leaf(lambda b: b.update(columns={}))),
    ("limited", "nothing of a goal that is not proven", first_leaf(lambda b: b.update(goals=[[1, 0]]))),
    ("limited", "a member of fractions that nobody reads", lambda lines: lines[0].update(note=[0.5])),
    ("limited", "a member that is nested deeply", lambda lines: lines[0].update(note=json.loads("[" * 40 + "]" * 40))),
    ("limited", "a member of true that nobody reads", lambda lines: lines[0].update(note=True)),
    ("limited", "a fraction that calls itself tuple", lambda lines: lines[0].update(note={"tuple": 0.5})),
    ("limited", "fewer than no parts announced", lambda lines: lines[0].update(components=-1)),
    ("infeasible", "nothing in place of no edges", set_head("chosen", lambda c: None)),
    ("infeasible", "a text in place of no values", set_head("objective", lambda v: "")),
    ("infeasible", "a number in place of no bounds", set_head("bound", lambda v: 0)),
    ("infeasible", "no number of proven goals", set_head("proven_goals", lambda n: None)),
    ("infeasible", "a number as a text", set_head("derived", str)),
    ("infeasible", "the proof left out", drop_last_stage),
    ("infeasible", "the bound says nothing", all_leaves(lambda b: [b.pop(k) for k in list(b) if k != "d"] and None)),
    ("infeasible", "a plan beside it", set_head("chosen", lambda c: [0])),
    ("infeasible", "claimed unknown with a bound", set_head("bound", lambda b: [1])),
    ("infeasible", "a value of 0", set_stage(0, "value", lambda v: 0)),
    ("infeasible", "a bound of 0", set_stage(0, "bound", lambda v: 0)),
]
