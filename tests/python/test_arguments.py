"""Rule: an argument that cannot be meant is refused at the call, in words that name it and say what is expected."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import husrom as hr
import numpy as np
import pandas as pd
import pytest
from conftest import root

day = "2026-11-22"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda case, plan: hr.check("examples/toy"), "case is a case, from husrom.read or husrom.Case, not str"),
        (lambda case, plan: hr.build("examples/toy"), "case is a case, from husrom.read"),
        (lambda case, plan: hr.build(case, "policy.toml"), "policy is a husrom.Policy, not str"),
        (lambda case, plan: hr.allocate(case), "problem is an allocation problem, from husrom.build, not Case"),
        (lambda case, plan: hr.allocate(plan.problem, time_limit="5s"), "time_limit is a number of seconds"),
        (lambda case, plan: hr.allocate(plan.problem, time_limit=float("nan")), "time_limit is a number of seconds"),
        (lambda case, plan: hr.allocate(plan.problem, seed="x"), "seed is a whole number"),
        (lambda case, plan: hr.allocate(plan.problem, seed=np.timedelta64(1, "s")), "seed is a whole number"),
        (lambda case, plan: hr.allocate(plan.problem, time_limit=np.timedelta64(1, "s")), "time_limit is a number of seconds"),
        (lambda case, plan: plan.fairness(np.array(3)), "by is a list of texts, not ndarray"),
        (lambda case, plan: hr.compare(plan, case), "b is a plan, from husrom.allocate, not Case"),
        (lambda case, plan: hr.sweep(case, []), "problem is an allocation problem"),
        (lambda case, plan: hr.sweep(plan.problem, hr.Scenario("a")), "put this one in a list"),
        (lambda case, plan: hr.sweep(plan.problem, ["a"]), "a husrom.Scenario, not str"),
        (lambda case, plan: hr.sweep(plan.problem, [hr.Scenario("a")]).compare("a", "b"), "no plan called 'b'; there are a"),
        (lambda case, plan: plan.explain("SYN-P-1", audience="boss"), "audience is"),
        (lambda case, plan: hr.read(root / "examples" / "toy", frames="panda"), "frames is one of columns, pandas"),
        (lambda case, plan: hr.Policy.preset("staircase"), "as_of="),
        (lambda case, plan: hr.Policy.preset("staircase", as_of="22.11.2026"), "a date such as"),
        (lambda case, plan: hr.Policy.preset("stair", as_of=day), "there are: housing_first, staircase"),
        (lambda case, plan: hr.Policy.preset(None), "name is a text, not NoneType"),
        (lambda case, plan: hr.Policy.preset("staircase", as_of=20261122), "as_of is a date such as 2026-11-22, not int"),
        (lambda case, plan: hr.Policy.preset("staircase", as_of=pd.Timestamp("2026-11-22 09:30")), "as_of is a date such as"),
        (lambda case, plan: hr.Policy.preset("staircase", as_of=pd.NaT), "as_of is a date such as"),
        (lambda case, plan: hr.Policy.preset("staircase", as_of=day, horizon="soon"), 'horizon is "60 days" or "8 weeks"'),
        (lambda case, plan: hr.Policy.parse(None), "toml is a text, not NoneType"),
        (lambda case, plan: hr.Policy.parse("case/policy.toml"), r"husrom\.Policy\.load\(path\)"),
        (lambda case, plan: hr.Policy.load(None), "path is a path, not NoneType"),
        (lambda case, plan: case.policy.title("nn"), 'lang is "en" or "nb"'),
        (lambda case, plan: case.policy.words(None), 'lang is "en" or "nb"'),
        (lambda case, plan: hr.Case(policy=Path("case/policy.toml")), r"not PosixPath; husrom\.Policy\.load\(path\)"),
        (lambda case, plan: hr.Case(policy="case/policy.toml"), r"husrom\.Policy\.load\(path\)"),
        (lambda case, plan: hr.Case(name=None), "name is a text, not NoneType"),
        (lambda case, plan: case.table("participant"), r"did you mean 'participants'\?\); its tables are participants, units"),
        (lambda case, plan: case.table("deltakere"), "no table 'deltakere'; its tables are participants, units"),
        (lambda case, plan: case.save(None), "folder is a path, not NoneType"),
        (lambda case, plan: hr.read("caf\udce9"), "path is a path in UTF-8"),
        (lambda case, plan: hr.check(case, "policy.toml"), "policy is a husrom.Policy, not str"),
        (lambda case, plan: hr.check(case).text(None), 'lang is "en" or "nb"'),
        (lambda case, plan: hr.check(case).frame("xx"), 'lang is "en" or "nb"'),
        (lambda case, plan: hr.Columns(a=[1]).to("panda"), "frames is one of columns, pandas"),
        (lambda case, plan: plan.problem.verdicts(None, "SYN-U-1"), "participant is a text, not NoneType"),
        (lambda case, plan: plan.problem.scores("SYN-P-1", 1), "unit is a text, not int"),
        (lambda case, plan: plan.problem.write_mps(None), "path is a path"),
        (lambda case, plan: plan.problem.write_mps("x.mps", "best-fit", case), "plan is a plan, from husrom.allocate"),
        (lambda case, plan: hr.allocate(plan.problem, start={"SYN-P-1": None}), "each unit of start is a text"),
        (lambda case, plan: hr.allocate(plan.problem, gap=10**30), "gap does not fit 64 bits"),
        (lambda case, plan: plan.explain(None), "participant is a text, not NoneType"),
        (lambda case, plan: plan.explain("SYN-P-1").text(None), 'lang is "en" or "nb"'),
        (lambda case, plan: plan.explain("SYN-P-1").text(audience="boss"), "audience is"),
        (lambda case, plan: plan.summary(None), 'lang is "en" or "nb"'),
        (lambda case, plan: plan.waiting("xx"), 'lang is "en" or "nb"'),
        (lambda case, plan: plan.save(None), "folder is a path"),
        (lambda case, plan: plan.why_not("SYN-P-1", None), "unit is a text, not NoneType"),
        (lambda case, plan: plan.why_not("SYN-P-1", "SYN-U-1").text(["en"]), 'lang is "en" or "nb"'),
        (lambda case, plan: plan.alternatives(1), "participant is a text, not int"),
        (lambda case, plan: plan.what_would_help(None), "participant is a text"),
        (lambda case, plan: plan.what_would_help("SYN-P-4", most_sets=None), "most_sets is a whole number"),
        (lambda case, plan: plan.what_would_help("SYN-P-4", most_tried="x"), "most_tried is a whole number"),
        (lambda case, plan: plan.offers(k="x"), "k is a whole number"),
        (lambda case, plan: plan.offers(max_loss=3), "max_loss is a mapping of goal id to loss, not int"),
        (lambda case, plan: plan.offers(work_limit=None), "work_limit is a whole number"),
        (lambda case, plan: plan.offers().respond(None, "refuse", reason="x"), "participant is a text"),
        (lambda case, plan: plan.near_optimal(1, 3), "within is a mapping of goal id to loss, not int"),
        (lambda case, plan: plan.stability(seed=None), "seed is a whole number"),
        (lambda case, plan: plan.stability(weights="x"), "weights is a whole number"),
        (lambda case, plan: plan.stability(unknown=None), "unknown is True or False"),
        (lambda case, plan: plan.fairness(None), "by is a list of texts, not NoneType"),
        (lambda case, plan: plan.fairness("note", least=None), "least is a whole number"),
        (lambda case, plan: plan.price_of_fairness(None), "by is a text"),
        (lambda case, plan: plan.envy(seed=2**63), "seed is a whole number from 0"),
        (lambda case, plan: plan.stability(seed=2**63), "seed is a whole number from 0"),
        (lambda case, plan: plan.envy(preference=None), "preference is a text"),
        (lambda case, plan: plan.envy(seed="x"), "seed is a whole number"),
        (lambda case, plan: plan.draft_decision(None), "participant is a text"),
        (lambda case, plan: plan.draft_decision("SYN-P-1", lang=None), "lang is a text"),
        (lambda case, plan: plan.review("user:1", None), "log is a path"),
        (lambda case, plan: plan.review("user:1", "log.jsonl", reasons="NEAR"), "reasons is a list of texts, not str"),
        (lambda case, plan: plan.review("user:1", "log.jsonl", clock=3), "clock is a function"),
        (lambda case, plan: hr.run_mechanism(plan, "hardest_first"), "problem is an allocation problem"),
        (lambda case, plan: hr.run_mechanism(plan.problem, None), "mechanism is a text"),
        (lambda case, plan: hr.conflict(case), "problem is an allocation problem"),
        (lambda case, plan: hr.sweep(plan.problem, None), "scenarios is a list of scenarios, not NoneType"),
        (lambda case, plan: hr.sweep(plan.problem, [], executor=3), "executor is a concurrent"),
        (lambda case, plan: hr.sweep(plan.problem, [], store=3), "store is a path"),
        (lambda case, plan: hr.Scenario("a").apply(plan), "case is a case"),
        (lambda case, plan: hr.Scenario("a").apply(case, "policy.toml"), "policy is a husrom.Policy, not str"),
        (lambda case, plan: hr.Scenario("a").set("participants", "SYN-P-1", note=object()), "note: cells of type object"),
        (lambda case, plan: hr.verify(None), "folder is a path"),
        (lambda case, plan: hr.verify("run", plan), "case is a case"),
        (lambda case, plan: hr.verify("run", case, "policy.toml"), "policy is a husrom.Policy"),
        (lambda case, plan: hr.verify_log("log.jsonl", head=None), "head is a list of texts, not NoneType"),
        (lambda case, plan: hr.compare(plan, plan).summary("xx"), 'lang is "en" or "nb"'),
        (lambda case, plan: hr.solve.maximise(None), "problem: expected a husrom.solve.Problem, got NoneType"),
        (lambda case, plan: hr.solve.maximise(plan.problem.numeric, progress=3), "progress is a function"),
        (lambda case, plan: hr.solve.verify(plan.problem.numeric, None), "result: expected a husrom.solve.Result"),
        (lambda case, plan: hr.solve.Problem.from_json(None), "text is a text"),
        (lambda case, plan: plan.problem.numeric.to_lp("x"), "goal is a whole number"),
        (lambda case, plan: hr.solve.Problem([0], [0], [1], (1, 1), [[1]], [1], steps=[(0, "upper", 0, None, "x")]), "steps: slope"),
    ],
)
def test_what_cannot_be_meant_is_said(call: Callable[[Any, Any], Any], said: str, case: hr.Case, plan: hr.Plan) -> None:
    with pytest.raises(hr.InvalidArgument, match=said):
        call(case, plan)


@pytest.mark.parametrize("value", [pd.NA, pd.Series(["en"]), np.array(["en", "nb"])], ids=["NA", "series", "array"])
@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda plan, value: plan.summary(value), 'lang is "en" or "nb"'),
        (lambda plan, value: plan.explain("SYN-P-1", audience=value), "audience is"),
        (lambda plan, value: plan.explain("SYN-P-1").text(audience=value), "audience is"),
        (lambda plan, value: hr.read(root / "examples" / "toy", frames=value), "frames is one of"),
        (lambda plan, value: hr.allocate(plan.problem, progress=value), "progress is"),
        (lambda plan, value: hr.matching.maximum_weight([[1]], cardinality=value), "cardinality is"),
        (lambda plan, value: plan.offers().respond("SYN-P-1", value), "an answer is"),
        (lambda plan, value: plan.problem.write_mps("x.mps", value, plan), "goal is a text"),
    ],
)
def test_what_cannot_be_compared_with_a_word_is_none(call: Callable[[Any, Any], Any], said: str, value: Any, plan: hr.Plan) -> None:
    with pytest.raises(hr.InvalidArgument, match=said):
        call(plan, value)


def test_a_moment_at_midnight_is_a_day() -> None:
    by_text = hr.Policy.preset("staircase", as_of=day)
    assert hr.Policy.preset("staircase", as_of=pd.Timestamp(day)).digest == by_text.digest


def test_a_table_that_the_case_does_not_hold_is_empty(case: hr.Case) -> None:
    assert case.table("teams") == {}


def test_a_beginning_of_a_name_is_answered_with_the_name(case: hr.Case) -> None:
    with pytest.raises(hr.InvalidInput, match='Did you mean "team-cases"'):
        hr.Scenario("x").set_limit("team", by=1).apply(case)


def test_a_file_that_is_no_case_is_not_asked_for_its_policy() -> None:
    assert [finding.code for finding in hr.check(hr.read(root / "README.md")).errors] == ["F021"]


def test_a_cell_may_have_any_heading(case: hr.Case) -> None:
    for heading in ("id", "table", "self"):
        with pytest.raises(hr.InvalidInput, match=f'no column "{heading}"'):
            hr.Scenario("a").set("units", "SYN-U-1", **{heading: 3}).apply(case)
