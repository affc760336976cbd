"""Rule: the shipped cases go the whole way through Python, and the same case gives the same digests whatever it came as."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import husrom as hr
import pandas as pd
import polars as pl
import pytest
from conftest import root

examples = root / "examples"
kinds: tuple[Literal["pandas", "polars", "pyarrow"], ...] = ("pandas", "polars", "pyarrow")


def tables(name: str) -> Iterator[tuple[str, Path]]:
    for path in sorted((examples / name).glob("*.csv")):
        yield path.stem, path


def policy(name: str) -> str:
    return (examples / name / "policy.toml").read_text(encoding="utf-8")


def toy(active: bool, flexible: bool, cap: int) -> hr.AllocationProblem:
    case = hr.read(examples / "toy")
    scenario = (
        hr.Scenario("toy")
        .set("participants", "SYN-P-B", activity=active)
        .set("participants", "SYN-P-E", need_high=4 if flexible else 3)
        .set("sites", "SYN-S-1", conflict_cap=cap)
    )
    return hr.build(*scenario.apply(case))


@pytest.mark.parametrize(
    ("active", "flexible", "cap", "housed", "wish"),
    [
        (True, True, 1, 6, False),
        (True, True, 2, 6, True),
        (True, False, 1, 5, True),
        (True, False, 2, 6, True),
        (False, True, 1, 5, False),
        (False, True, 2, 5, True),
        (False, False, 1, 4, True),
        (False, False, 2, 5, True),
    ],
)
def test_the_eight_answers_of_the_toy(active: bool, flexible: bool, cap: int, housed: int, wish: bool) -> None:
    plan = hr.allocate(toy(active, flexible, cap))
    homes = dict(zip(plan.assignments()["participant_id"], plan.assignments()["unit_id"], strict=True))
    assert (plan.status, plan.canonical, plan.verified, plan.housed) == ("optimal", True, True, housed)
    assert (homes.get("SYN-P-E") in {"SYN-U-4", "SYN-U-6"}) == wish


@pytest.mark.parametrize("name", ["toy", "nordstrand", "bodo"])
def test_an_example_goes_the_whole_way(name: str, tmp_path: Path) -> None:
    case = hr.read(examples / name)
    assert hr.check(case).ok, hr.check(case).text()
    plan = hr.allocate(hr.build(case))
    assert (plan.status, plan.stopped_by, plan.verified) == ("optimal", "proof", True)
    placed = plan.assignments()["participant_id"]
    waits = plan.waiting()["participant_id"]
    assert sorted([*placed, *waits]) == plan.problem.participants
    for participant in plan.problem.participants:
        explanation = plan.explain(participant)
        assert (explanation.waiting is not None) == (participant in set(waits))
        assert participant in explanation.text("nb")
    plan.save(tmp_path / "run")
    assert hr.verify(tmp_path / "run", case)


def frames_of(plan: hr.Plan) -> dict[str, Any]:
    """Every table that a plan, its problem and its case give."""
    problem = plan.problem
    case = problem.case
    runs = hr.sweep(problem, [hr.Scenario("a"), hr.Scenario("b").set_limit(case.policy.limits[0], by=0.5)], progress="none")
    return {
        **{f"table {table}": case.table(table) for table in case.tables},
        "check": hr.check(case).frame(),
        "pairs": problem.pairs(),
        "problem limits": problem.limits(),
        "assignments": plan.assignments(),
        "waiting": plan.waiting(),
        "limits": plan.limits(),
        "prices": plan.prices(),
        "fairness": plan.fairness(by=["participant.bedrooms_needed"]).frame(),
        "stability": plan.stability(samples=2).frame(),
        "offers": plan.offers().frame(),
        "runs": runs.frame(),
        "compared": hr.compare(plan, plan).frame(),
    }


@pytest.mark.parametrize("name", ["toy", "nordstrand", "bodo"])
def test_every_table_of_an_example_is_a_frame_of_any_library(name: str) -> None:
    plan = hr.allocate(hr.build(hr.read(examples / name)), progress="none")
    for what, table in frames_of(plan).items():
        for kind in kinds:
            assert len(table.to(kind)) == len(table), (what, kind)


def test_the_limits_of_the_largest_example_are_a_frame_of_any_library() -> None:
    problem = hr.build(hr.read(examples / "baerum"))
    for table in (problem.limits(), problem.pairs(), hr.check(problem.case).frame()):
        for kind in kinds:
            assert len(table.to(kind)) == len(table)


def as_pandas_text(name: str) -> hr.Case:
    frames = {table: pd.read_csv(path, dtype=str, keep_default_na=False) for table, path in tables(name)}
    return hr.Case(policy=policy(name), **frames)


def as_pandas_guessed(name: str) -> hr.Case:
    return hr.Case(policy=policy(name), **{table: pd.read_csv(path) for table, path in tables(name)})


def as_polars(name: str) -> hr.Case:
    return hr.Case(policy=policy(name), **{table: pl.read_csv(path, infer_schema_length=None) for table, path in tables(name)})


def columns_of(name: str) -> dict[str, dict[str, list[Any]]]:
    result: dict[str, dict[str, list[Any]]] = {}
    for table, path in tables(name):
        with path.open(encoding="utf-8", newline="") as file:
            heads, *rows = csv.reader(file)
        result[table] = {head: [row[i] for row in rows] for i, head in enumerate(heads)}
    return result


def as_shuffled_columns(name: str) -> hr.Case:
    draw = random.Random(3)
    shuffled = {}
    for table, columns in columns_of(name).items():
        order = draw.sample(range(len(next(iter(columns.values())))), len(next(iter(columns.values()))))
        heads = draw.sample(list(columns), len(columns))
        shuffled[table] = {head: [columns[head][i] for i in order] for head in heads}
    return hr.Case(policy=policy(name), **shuffled)


def as_json(name: str, folder: Path) -> hr.Case:
    (folder / "case.json").write_text(json.dumps({**columns_of(name), "policy": policy(name)}), encoding="utf-8")
    return hr.read(folder / "case.json")


@pytest.mark.parametrize("name", ["toy", "bodo"])
def test_every_way_in_gives_the_same_digests(name: str, tmp_path: Path) -> None:
    problem = hr.build(hr.read(examples / name))
    plan = hr.allocate(problem, threads=1)
    expected = (problem.case_digest, problem.policy_digest, problem.digest, plan.digest)
    ways = [as_pandas_text(name), as_pandas_guessed(name), as_polars(name), as_shuffled_columns(name), as_json(name, tmp_path)]
    for case in ways:
        other = hr.build(case)
        assert (other.case_digest, other.policy_digest, other.digest, hr.allocate(other).digest) == expected
    for threads in (2, 4):
        assert hr.allocate(problem, threads=threads).digest == plan.digest
