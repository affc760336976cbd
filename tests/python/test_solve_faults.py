"""Planted faults in problems, plans and certificates: both checkers must refuse every one.

The faults are planted in recorded files, so that they stay what they are whichever way the solver goes about its proofs.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import husrom.solve as hs
import numpy as np
import pytest
import scipy.sparse as sp
from both_checkers import solved
from certificate_faults import FAULTS, Lines
from husrom import InvalidArgument, Overflow, checker
from solve_problems import housing_instance, random_instance, side_by_side

CAMPAIGN = int(os.environ.get("HUSROM_CAMPAIGN", "1"))
RECORDED = Path(__file__).with_name("recorded")


def plain() -> hs.Problem:
    instance = random_instance(11, 9, 7)
    return hs.Problem(instance.rows, instance.columns, instance.weights, instance.shape)


def infeasible() -> hs.Problem:
    """Four rows that must be matched, loads that only three of them fit."""
    rows, columns = np.nonzero(np.ones((4, 5)))
    loads = sp.csr_matrix(rows[np.newaxis, :] + 2)
    return hs.Problem(rows, columns, np.ones(20, dtype=int), (4, 5), limits=loads, upper=[12], row_lower=[1] * 4)


def parts() -> hs.Problem:
    return side_by_side(housing_instance(3, 24, 16), housing_instance(4, 26, 15)).problem()


def lines_of(text: str) -> Lines:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def bases() -> dict[str, tuple[hs.Problem, dict[str, Any], Lines]]:
    """The problem, its JSON and a certificate. The first recorded problem has loads, a soft cap, cliques, a must-match row and two goals;
    its proofs have a head count, a tree with divisions by row, limit and edge, rounded limits and fixes, and one of them is stopped early.
    The second is a generalized assignment, and its proof has knapsack limits."""
    made = {}
    for name, of, file in (
        ("limited", "problem.json", "proven.jsonl"),
        ("stopped", "problem.json", "stopped.jsonl"),
        ("packed", "packed.json", "packed.jsonl"),
    ):
        text = (RECORDED / of).read_text(encoding="utf-8")
        made[name] = (hs.Problem.from_json(text), json.loads(text), lines_of((RECORDED / file).read_text(encoding="utf-8")))
    for name, problem in (("plain", plain()), ("infeasible", infeasible()), ("parts", parts())):
        made[name] = (problem, json.loads(problem.to_json()), lines_of(solved(problem).certificate))
    return made


def refused_by_plain(problem: dict[str, Any], lines: Lines) -> bool:
    try:
        checker.check(problem, lines)
    except checker.Objection:
        return True
    return False


def refused_by_engine(problem: hs.Problem, lines: Lines) -> bool:
    try:
        return hs.verify(problem, "".join(json.dumps(line) + "\n" for line in lines)) != []
    except InvalidArgument:
        return True


def test_both_checkers_accept_the_files_before_a_fault_is_planted(bases: dict[str, Any]) -> None:
    # Rule: without a fault both accept; and the solver still proves the recorded problem, to the recorded values.
    for problem, data, lines in bases.values():
        assert not refused_by_plain(data, lines)
        assert not refused_by_engine(problem, lines)
    for base in ("limited", "packed"):
        problem, _, lines = bases[base]
        assert solved(problem).core.objective == lines[0]["objective"]


def test_both_checkers_take_the_other_name_of_derived_limits(bases: dict[str, Any]) -> None:
    # Rule: a file whose header counts rounded limits, as those do that know of no others, is accepted as it was.
    problem, data, lines = bases["limited"]
    named = copy.deepcopy(lines)
    named[0]["rounded"] = named[0].pop("derived")
    assert named[0]["rounded"] > 0
    assert not refused_by_plain(data, named)
    assert not refused_by_engine(problem, named)


@pytest.mark.parametrize(("base", "name", "fault"), FAULTS, ids=[f"{base}: {name}" for base, name, _ in FAULTS])
def test_planted_fault_is_refused_by_both_checkers(bases: dict[str, Any], base: str, name: str, fault: Callable[[Lines], None]) -> None:
    # Rule: no fault passes either checker.
    problem, data, original = bases[base]
    lines = copy.deepcopy(original)
    fault(lines)
    assert json.dumps(lines) != json.dumps(original), "the fault changed nothing"
    assert refused_by_plain(data, lines)
    assert refused_by_engine(problem, lines)


def digest(problem: dict[str, Any]) -> str:
    """As docs/certificate.md says, so that a fault in a problem is not given away by its digest."""
    none = {"lower": -(2**63), "upper": 2**63 - 1}
    out = struct.pack("<q", 16) + b"husrom problem 1" + struct.pack("<3q", problem["rows"], problem["columns"], problem["goals"])
    filled = {
        "row_lower": problem["row_lower"] or [0] * problem["rows"],
        "row_upper": problem["row_upper"] or [1] * problem["rows"],
        "column_upper": problem["column_upper"] or [1] * problem["columns"],
        **{key: [none[key[6:]] if v is None else v for v in problem[key]] for key in ("limit_lower", "limit_upper")},
    }
    lists = [problem["edge_row"], problem["edge_column"], *problem["weights"]]
    lists += [filled[key] for key in ("row_lower", "row_upper", "column_upper")]
    lists += [problem[key] for key in ("limit_offsets", "limit_edges", "limit_coefficients")]
    lists += [filled["limit_lower"], filled["limit_upper"], problem["clique_offsets"], problem["clique_edges"]]
    for values in lists:
        out += struct.pack(f"<q{len(values)}q", len(values), *values)
    out += struct.pack("<q", len(problem["steps"]))
    for step in problem["steps"]:
        width = none["upper"] if step["width"] is None else step["width"]
        out += struct.pack("<5q", step["limit"], int(step["side"] == "lower"), step["goal"], width, step["slope"])
    return hashlib.sha256(out).hexdigest()


def put(key: str, place: int, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda problem: problem[key].__setitem__(place, value)


def put_step(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda problem: problem["steps"][0].update({key: value})


def test_claimed_sizes_are_bounded(bases: dict[str, Any]) -> None:
    # Rule: a few bytes that claim a billion rows or columns are refused before anything of that size is made.
    _, data, lines = bases["limited"]
    for side in ("rows", "columns"):
        huge = {**data, side: 2**31 - 1, "row_lower": [], "row_upper": [], "column_upper": []}
        assert refused_by_plain(huge, lines)
        with pytest.raises(InvalidArgument, match="expected at most"):
            hs.Problem.from_json(json.dumps(huge))


PROBLEM_FAULTS: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ("a row that takes two edges", lambda p: p.update(row_upper=[2] * p["rows"])),
    ("a row that takes no fewer than two", put("row_lower", 0, 2)),
    ("a row that must have an edge and may not", lambda p: p.update(row_upper=[0] * p["rows"])),
    ("a row that may owe edges", put("row_lower", 0, -1)),
    ("a column that takes fewer than none", lambda p: p.update(column_upper=[-1] * p["columns"])),
    ("a row that is not there", put("edge_row", 0, 12)),
    ("a row counted from the end", put("edge_row", 0, -1)),
    ("a column that is not there", put("edge_column", 0, 8)),
    ("an edge twice in a limit", lambda p: p["limit_edges"].__setitem__(1, p["limit_edges"][0])),
    ("an edge twice in a clique", lambda p: p["clique_edges"].__setitem__(1, p["clique_edges"][0])),
    ("an edge that is not there in a limit", put("limit_edges", 0, 10**6)),
    ("an edge counted from the end in a clique", put("clique_edges", 0, -1)),
    ("limits that begin before the first entry", put("limit_offsets", 0, -1)),
    ("limits that overlap", lambda p: p["limit_offsets"].__setitem__(2, p["limit_offsets"][1] - 1)),
    ("limits that end too soon", lambda p: p["limit_offsets"].__setitem__(-1, p["limit_offsets"][-1] - 1)),
    ("a lower bound above the upper", put("limit_lower", 0, 12)),
    ("a step of a limit that is not there", put_step("limit", 9)),
    ("a step of a goal that is not there", put_step("goal", 2)),
    ("a step on a side without a bound", put_step("side", "lower")),
    ("a step of no width", put_step("width", 0)),
    ("a step that pays", put_step("slope", -1)),
    ("a column that is missing", lambda p: p["column_upper"].extend([1] * (p["columns"] + 1))),
    ("a weight that is missing", lambda p: p["weights"][0].pop()),
    ("a goal that is missing", lambda p: p["weights"].pop()),
    ("no goals", lambda p: p.update(goals=0, weights=[])),
    ("a coefficient of 0", put("limit_coefficients", 0, 0)),
    ("entries behind the last limit", lambda p: p["limit_offsets"].append(p["limit_offsets"][-1])),
    ("charges that fall", lambda p: p["steps"].append(p["steps"][-1] | {"width": 1, "slope": 0})),
    ("a step after one that never ends", lambda p: p.update(steps=[p["steps"][0] | {"width": None}, p["steps"][0] | {"slope": 10**6}])),
    ("steps of a side that charge two goals", lambda p: p["steps"].append(p["steps"][-1] | {"goal": 1 - p["steps"][-1]["goal"]})),
    ("sums beyond 62 bits", put("limit_coefficients", 0, (1 << 62) + 1)),
    ("a step that never ends, by number", put_step("width", (1 << 63) - 1)),
    ("values beyond 62 bits", put_step("slope", 1 << 61)),
    ("a column that takes more than 32 bits", lambda p: p.update(column_upper=[1 << 40] * p["columns"])),
    ("null in place of a list", lambda p: p.update(row_upper=None)),
]


@pytest.mark.parametrize(("name", "fault"), PROBLEM_FAULTS, ids=[name for name, _ in PROBLEM_FAULTS])
def test_a_faulty_problem_is_refused_by_both_checkers(bases: dict[str, Any], name: str, fault: Callable[[dict[str, Any]], None]) -> None:
    # Rule: a problem that is not as documented proves nothing, whatever its digest and its certificate say.
    _, data, lines = bases["limited"]
    assert digest(data) == data["digest"]
    changed, proof = copy.deepcopy(data), copy.deepcopy(lines)
    fault(changed)
    assert changed != data
    changed["digest"] = proof[0]["problem"] = digest(changed)
    assert refused_by_plain(changed, proof)
    with pytest.raises((InvalidArgument, Overflow)):
        hs.Problem.from_json(json.dumps(changed))


def text_of(lines: Lines) -> str:
    return "".join(json.dumps(line) + "\n" for line in lines)


FILE_FAULTS: list[tuple[str, Callable[[str], str]]] = [
    ("a member twice", lambda text: text.replace("{", '{"status": "infeasible", "digest": "", ', 1)),
    ("half a character", lambda text: text.replace("{", '{"\\ud800": 1, ', 1)),
    ("a byte order mark", lambda text: "\ufeff" + text),
    ("nested without end", lambda text: text.replace("{", '{"note": ' + "[" * 200_000 + "]" * 200_000 + ", ", 1)),
    ("a fraction that nobody reads", lambda text: text.replace("{", '{"note": 0.5, ', 1)),
    ("a number beyond 64 bits that nobody reads", lambda text: text.replace("{", f'{{"note": {1 << 63}, ', 1)),
]


@pytest.mark.parametrize(("name", "fault"), FILE_FAULTS, ids=[name for name, _ in FILE_FAULTS])
def test_a_file_that_can_be_read_in_two_ways_is_refused_by_both_checkers(
    bases: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, fault: Callable[[str], str]
) -> None:
    # Rule: what one reader takes for one thing and the next for another proves nothing, and no file runs a reader out of stack.
    problem, data, lines = bases["limited"]
    good = {"problem.json": json.dumps(data), "certificate.jsonl": text_of(lines)}
    paths = [str(tmp_path / file) for file in good]
    for file, text in good.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert checker.main(paths) == 0
    assert capsys.readouterr().out == "accepted: optimal, 2 of the 2 goals that decide proven\n"
    for file, text in good.items():
        (tmp_path / file).write_text(fault(text), encoding="utf-8")
        assert checker.main(paths) == 1, file
        (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidArgument, match="problem: expected"):
        hs.Problem.from_json(fault(good["problem.json"]))
    with pytest.raises(InvalidArgument, match="certificate line 1: expected"):
        hs.verify(problem, fault(good["certificate.jsonl"]))


def test_an_empty_line_within_is_refused_by_both_checkers(bases: dict[str, Any], tmp_path: Path) -> None:
    # Rule: a certificate has a line for each of its parts, and may end with empty ones.
    problem, data, lines = bases["limited"]
    text = text_of(lines)
    paths = [str(tmp_path / file) for file in ("problem.json", "certificate.jsonl")]
    Path(paths[0]).write_text(json.dumps(data), encoding="utf-8")
    for changed, refused in ((text + "\n\n", False), (text.replace("\n", "\n\n", 1), True)):
        Path(paths[1]).write_text(changed, encoding="utf-8")
        assert checker.main(paths) == int(refused)
        if refused:
            with pytest.raises(InvalidArgument):
                hs.verify(problem, changed)
        else:
            assert hs.verify(problem, changed) == []


def test_one_problem_has_one_form(bases: dict[str, Any]) -> None:
    # Rule: a bound that is not there is null; the number that stands for it in the digest is refused.
    _, data, lines = bases["limited"]
    for key, number in (("limit_upper", (1 << 63) - 1), ("limit_lower", -(1 << 63))):
        open_ended = copy.deepcopy(data)
        open_ended[key][-1] = None
        open_ended["steps"] = []
        changed = copy.deepcopy(open_ended)
        changed[key][-1] = number
        proof = copy.deepcopy(lines)
        open_ended["digest"] = changed["digest"] = proof[0]["problem"] = digest(changed)
        assert open_ended["digest"] == digest(open_ended)
        assert hs.Problem.from_json(json.dumps(open_ended))
        assert refused_by_plain(changed, proof)
        with pytest.raises(InvalidArgument, match="expected null"):
            hs.Problem.from_json(json.dumps(changed))


def test_a_problem_that_changed_after_its_digest_is_refused(bases: dict[str, Any]) -> None:
    # Rule: a weight that changed after the digest was taken is noticed.
    _, data, lines = bases["limited"]
    changed = copy.deepcopy(data)
    changed["weights"][0][0] += 1
    assert refused_by_plain(changed, lines)
    with pytest.raises(InvalidArgument):
        hs.Problem.from_json(json.dumps(changed))


def test_both_checkers_agree_on_random_problems() -> None:
    # Rule: the plain checker accepts every certificate of many small problems of all kinds, as the engine's does.
    for seed in range(300 * CAMPAIGN):
        solved(random_instance(1000 + seed, 7, 6).problem())


def numbers(part: Any) -> Iterator[tuple[Any, Any]]:
    """Every whole number of a file, as its container and its key there."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(value, dict | list):
            yield from numbers(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            yield part, key


def test_both_checkers_judge_changed_certificates_alike_and_truly() -> None:
    # Rule: with numbers changed at random both checkers say the same, and what they accept claims nothing better than the truth.
    accepted = refused = 0
    for seed in range(30 * CAMPAIGN):
        random = np.random.default_rng(seed)
        problem = random_instance(3000 + seed, 8, 7).problem()
        result = solved(problem, work_limit=int(10 ** random.uniform(1, 7)))
        truth = solved(problem)
        data, original = json.loads(problem.to_json()), lines_of(result.certificate)
        for _ in range(30):
            lines = copy.deepcopy(original)
            places = list(numbers(lines))
            for _ in range(int(random.integers(1, 3))):
                part, key = places[int(random.integers(0, len(places)))]
                value = part[key]
                part[key] = [value + 1, value - 1, -value, 0, value * 2, int(random.integers(-5, 60)), 1 << 60, (1 << 60) + 1][
                    int(random.integers(0, 8))
                ]
            where = f"seed {seed}: {[(a, b) for a, b in zip(original, lines, strict=True) if a != b]}"
            verdict = refused_by_engine(problem, lines)
            assert refused_by_plain(data, lines) == verdict, where
            if verdict:
                refused += 1
                continue
            accepted += 1
            head = lines[0]
            assert (head["status"] == "infeasible") <= (truth.status == "infeasible"), where
            assert all(bound >= best for bound, best in zip(head["bound"], truth.core.objective, strict=False)), where
            assert head["objective"][: head["proven_goals"]] == truth.core.objective[: head["proven_goals"]], where
    assert accepted > 0
    assert refused > accepted
