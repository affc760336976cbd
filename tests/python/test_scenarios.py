"""Rule: an edit in a scenario gives the same problem as the same edit by hand, and leaves the case alone."""

import pickle
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from decimal import Decimal, localcontext
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import husrom as hr
import numpy as np
import pytest
from conftest import policy_text, small_columns

Tables = dict[str, dict[str, list[Any]]]


def by_hand(edit: Callable[[Tables], None], policy: str = policy_text) -> str:
    tables = small_columns()
    edit(tables)
    return hr.build(hr.Case(policy=policy, **tables)).digest


def drop_unit(tables: Tables) -> None:
    for cells in tables["units"].values():
        del cells[0]


def add_unit(tables: Tables) -> None:
    for heading, cell in {"unit_id": "SYN-U-4", "neighbourhood_id": "SYN-N-2", "bedrooms": 5}.items():
        tables["units"][heading].append(cell)


def nothing(tables: Tables) -> None:
    pass


@pytest.mark.parametrize(
    ("scenario", "edit", "policy"),
    [
        (hr.Scenario("nothing"), nothing, policy_text),
        (hr.Scenario("close").close("SYN-U-1"), drop_unit, policy_text),
        (
            hr.Scenario("add").add_units({"unit_id": ["SYN-U-4"], "neighbourhood_id": ["SYN-N-2"], "bedrooms": [5]}),
            add_unit,
            policy_text,
        ),
        (
            hr.Scenario("cell").set("participants", "SYN-P-4", bedrooms_needed=2),
            lambda tables: tables["participants"]["bedrooms_needed"].__setitem__(3, 2),
            policy_text,
        ),
        (
            hr.Scenario("lock").lock("SYN-P-2", "SYN-U-2"),
            lambda tables: tables.update(pairs={"participant_id": ["SYN-P-2"], "unit_id": ["SYN-U-2"], "require": [True]}),
            policy_text,
        ),
        (
            hr.Scenario("forbid").forbid("SYN-P-2", "SYN-U-2"),
            lambda tables: tables.update(pairs={"participant_id": ["SYN-P-2"], "unit_id": ["SYN-U-2"], "forbid": [True]}),
            policy_text,
        ),
        (
            hr.Scenario("weight").set_goal_weight("best-fit", "size", 2.5),
            nothing,
            policy_text.replace("size = 1.00", "size = 2.5"),
        ),
    ],
    ids=lambda value: value.name if isinstance(value, hr.Scenario) else "",
)
def test_scenario_is_the_edit_by_hand(scenario: hr.Scenario, edit: Callable[[Tables], None], policy: str, case: hr.Case) -> None:
    before = hr.build(case).digest
    assert hr.build(*scenario.apply(case)).digest == by_hand(edit, policy)
    assert hr.build(case).digest == before


@pytest.mark.parametrize("by", [{"max": 2}, {"by": 1}, {"scale": 2}])
def test_a_cap_raised_in_three_ways(by: dict[str, int], case: hr.Case) -> None:
    plan = hr.allocate(hr.build(*hr.Scenario("cap").set_limit("team-cases", group="SYN-N-1", **by).apply(case)))
    assert plan.housed == 3
    assert dict(zip(plan.limits()["group"], plan.limits()["max"], strict=True))["SYN-N-1"] == 2


def test_a_limit_switched_off_is_gone(case: hr.Case) -> None:
    plan = hr.allocate(hr.build(*hr.Scenario("off").switch("team-cases", on=False).apply(case)))
    assert plan.housed == 3


def test_scenarios_share_a_beginning() -> None:
    first = hr.Scenario("first").close("SYN-U-1")
    second = first.close("SYN-U-2")
    assert (len(first), len(second)) == (1, 2)


def test_edits_that_do_not_fit_are_told_all_at_once(case: hr.Case) -> None:
    scenario = hr.Scenario("wrong").close("SYN-U-77").lock("SYN-P-88", "SYN-U-1").switch("no-such-limit", on=False)
    with pytest.raises(hr.InvalidInput) as error:
        scenario.apply(case)
    assert len([finding for finding in error.value.findings if finding.severity == "error"]) >= 3
    with pytest.raises(hr.InvalidArgument, match="exactly one"):
        hr.Scenario("x").set_limit("team-cases")


def test_sweep_solves_each_and_refuses_what_does_not_fit(problem: hr.AllocationProblem) -> None:
    runs = hr.sweep(
        problem,
        [
            hr.Scenario("as it is"),
            hr.Scenario("one place more").set_limit("team-cases", group="SYN-N-1", by=1),
            hr.Scenario("wrong").close("SYN-U-77"),
        ],
        threads=1,
    )
    assert list(runs) == ["as it is", "one place more"]
    assert list(runs.refused) == ["wrong"]
    assert "wrong" not in runs
    assert "as it is" in runs
    assert (runs.get("wrong"), runs.get("no such"), runs.get("wrong", 3)) == (None, None, 3)
    assert runs.get("as it is") is runs["as it is"]
    with pytest.raises(hr.InvalidInput, match="scenario wrong, edit 1"):
        runs["wrong"]
    with pytest.raises(hr.InvalidInput, match="scenario wrong, edit 1"):
        runs.compare(next(iter(runs)), "wrong")
    assert runs.frame()["housed"] == [2, 3]
    assert runs.frame()["goal house-most"] == [2, 3]
    comparison = runs.compare("as it is", "one place more")
    assert comparison.housed_only_in_a == ()
    assert comparison.housed_only_in_b == ("SYN-P-2",)
    assert [(goal.a, goal.b) for goal in comparison.goals if goal.id == "house-most"] == [(2, 3)]
    assert "SYN-P-2" in comparison.summary()
    with pytest.raises(hr.InvalidArgument, match="two scenarios"):
        hr.sweep(problem, [hr.Scenario("a"), hr.Scenario("a")])


variants = [
    hr.Scenario("as it is"),
    hr.Scenario("the same again"),
    hr.Scenario("one place more").set_limit("team-cases", group="SYN-N-1", by=1),
    hr.Scenario("a home more").add_units({"unit_id": ["SYN-U-4"], "neighbourhood_id": ["SYN-N-2"], "bedrooms": [5]}),
    hr.Scenario("impossible").set("participants", "SYN-P-4", must_house=True),
    hr.Scenario("wrong").close("SYN-U-77"),
]


@pytest.mark.parametrize("make", [lambda: ThreadPoolExecutor(2), lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn"))])
def test_an_executor_changes_nothing_but_the_time(make: Callable[[], Executor], problem: hr.AllocationProblem) -> None:
    alone = hr.sweep(problem, variants)
    with make() as executor:
        spread = hr.sweep(problem, variants, executor=executor)
    assert list(spread) == list(alone)
    assert list(spread.refused) == list(alone.refused) == ["wrong"]
    assert spread.frame() == alone.frame()
    assert spread["as it is"].prices() == alone["as it is"].prices()
    assert all(plan.verified for plan in spread.values())


def test_what_is_in_the_store_is_not_solved_anew(problem: hr.AllocationProblem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "deep" / "runs"
    first = hr.sweep(problem, variants, store=store)
    assert first.found == set(), "what this sweep has solved did not stand there"
    assert len(list(store.iterdir())) == 4

    def solve(*_: object, **__: object) -> None:
        raise AssertionError("solved anew")

    monkeypatch.setattr("husrom.sweeping.allocate", solve)
    again = hr.sweep(problem, variants, store=store)
    assert again.found == set(first)
    assert again.frame() == first.frame()
    with ThreadPoolExecutor(1) as executor:
        elsewhere = hr.sweep(problem, variants, executor, store)
    assert elsewhere.frame() == first.frame()
    assert elsewhere.found == again.found
    with pytest.raises(AssertionError, match="solved anew"):
        hr.sweep(problem, variants, store=store, seed=1)


@pytest.mark.parametrize("executors", [0, 1])
def test_a_damaged_run_in_the_store_is_not_believed_but_solved_again(executors: int, problem: hr.AllocationProblem, tmp_path: Path) -> None:
    two = [variants[0], variants[2]]
    first = hr.sweep(problem, two, store=tmp_path)
    damaged = sorted(tmp_path.iterdir())[0]
    certificate = (damaged / "certificate.jsonl").read_text(encoding="utf-8")
    (damaged / "certificate.jsonl").write_text(certificate.replace("1", "2"), encoding="utf-8")
    with ThreadPoolExecutor(1) as executor, pytest.warns(UserWarning, match=r"(?s)certificate.*It is solved again: ") as told:
        again = hr.sweep(problem, two, executor if executors else None, tmp_path)
    assert told[0].filename == __file__, "the caller is shown"
    assert len(again.found) == 1
    assert again.frame() == first.frame()
    assert len(hr.sweep(problem, two, store=tmp_path).found) == 2, "the store is whole again"


@pytest.mark.parametrize("executors", [0, 1])
def test_a_folder_that_must_not_be_replaced_is_said_before_anything_is_solved(
    executors: int, problem: hr.AllocationProblem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Rule: what others put beside a run stays; the scenarios before it are not solved in vain.
    hr.sweep(problem, [variants[2]], store=tmp_path)
    damaged = next(tmp_path.iterdir())
    (damaged / "certificate.jsonl").unlink()
    (damaged / "notes.txt").write_text("seen by the board", encoding="utf-8")

    def solve(*_: object, **__: object) -> None:
        raise AssertionError("solved")

    monkeypatch.setattr("husrom.sweeping.allocate", solve)
    with ThreadPoolExecutor(1) as executor, pytest.raises(hr.InvalidArgument, match=r"notes\.txt"):
        hr.sweep(problem, [variants[0], variants[2]], executor if executors else None, tmp_path)
    assert list(tmp_path.iterdir()) == [damaged]


@pytest.mark.parametrize("kept", [False, True])
def test_an_option_that_is_none_is_told_with_those_there_are(kept: bool, problem: hr.AllocationProblem, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=r"unexpected option 'time'; .* time_limit, work_limit"):
        hr.sweep(problem, [hr.Scenario("a")], store=tmp_path if kept else None, time=3)


def test_what_is_wrong_names_its_scenario(problem: hr.AllocationProblem) -> None:
    wrong = hr.Scenario("letters").set("participants", "SYN-P-1", bedrooms_needed="x")
    refused = hr.sweep(problem, [wrong]).refused["letters"]
    assert {finding.source.partition(",")[0] for finding in refused.findings} == {"scenario letters"}
    assert "scenario letters" in str(refused)
    assert "T004" in {finding.code for finding in refused.findings}


def test_edits_are_values() -> None:
    def make() -> hr.Scenario:
        return hr.Scenario("a").add_units({"unit_id": ["SYN-U-9"]}).set_limit("cap", scale=1.25).lock("SYN-P-1", "SYN-U-9")

    assert pickle.loads(pickle.dumps(make())) == make()
    assert hash(make()) == hash(make())
    assert make() != make().forbid("SYN-P-2", "SYN-U-9")


@pytest.mark.parametrize(
    ("given", "same"),
    [(np.int64(3), 3), (np.uint8(3), 3), (np.float64(1.1), 1.1), (np.float32(1.25), 1.25), (np.float64(3), 3), ("1.50", Decimal("1.5"))],
)
def test_a_number_of_a_frame_is_read_as_one_of_python(given: Any, same: Any) -> None:
    assert hr.Scenario("a").set_limit("cap", max=given) == hr.Scenario("a").set_limit("cap", max=same)
    assert hr.Scenario("a").set_goal_weight("fit", "size", given) == hr.Scenario("a").set_goal_weight("fit", "size", same)


def test_a_number_is_exact_whatever_the_decimal_context() -> None:
    exact = hr.Scenario("a").set_limit("cap", max=Decimal("1234.56"))
    with localcontext(prec=3):
        assert hr.Scenario("a").set_limit("cap", max=Decimal("1234.56")) == exact


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda s: s.close(7), "unit is a text, not int"),
        (lambda s: s.close(""), "unit is empty"),
        (lambda s: s.lock("SYN-P-1", None), "unit is a text"),
        (lambda s: s.move("SYN-U-1", 3), "site is a text"),
        (lambda s: s.switch("cap", "off"), "True or False"),
        (lambda s: s.set("participants", "SYN-P-1"), "at least one cell"),
        (lambda s: s.set_limit("cap"), "exactly one"),
        (lambda s: s.set_limit("cap", max=float("nan")), "finite"),
        (lambda s: s.set_limit("cap", max="1" * 5000), "does not fit 64 bits"),
        (lambda s: s.set_limit("cap", scale=np.longdouble(1)), "scale is a number, not longdouble"),
        (lambda s: s.set_limit("cap", by=np.bool_(True)), "by is a number, not a flag"),
        (lambda s: s.set_goal_weight("fit", "size", "heavy"), "weight is a number"),
        (lambda s: s.set_goal_weight("fit", "size", None), "weight is a number, not NoneType"),
        (lambda s: s.add_rows("homes", {"unit_id": ["SYN-U-9"]}), "its tables are"),
        (lambda s: s.add_units({"unit_id": ["SYN-U-9"], "bedrooms": [1, 2]}), r"\[T0"),
        (lambda s: hr.Scenario(3), "name of a scenario"),
    ],
)
def test_an_edit_that_cannot_be_meant_is_refused_at_once(edit: Callable[[hr.Scenario], Any], said: str) -> None:
    with pytest.raises((hr.InvalidArgument, hr.InvalidInput), match=said):
        edit(hr.Scenario("x"))


def test_comparison_tells_which_goals_are_counted_alike(problem: hr.AllocationProblem) -> None:
    """Rule: another weight makes another goal of the one that weighs by it, and of no other."""
    runs = hr.sweep(problem, [hr.Scenario("as it is"), hr.Scenario("dear").set_goal_weight("best-fit", "size", 10)])
    comparison = runs.compare("as it is", "dear")
    assert {goal.id for goal in comparison.goals if not goal.counted_alike} == {"best-fit"}
    assert comparison.frame()["counted_alike"] == [goal.counted_alike for goal in comparison.goals]


def test_comparison_over_other_people_gives_no_verdict(problem: hr.AllocationProblem) -> None:
    """Rule: who is new is in the other case only, housed or not; no value is better than another of other people."""
    new = {"participant_id": ["SYN-P-NEW"], "application_date": ["2026-01-01"]}
    comparison = hr.sweep(problem, [hr.Scenario("as it is"), hr.Scenario("new").add_rows("participants", new)]).compare("as it is", "new")
    assert (comparison.people_only_in_a, comparison.people_only_in_b) == ((), ("SYN-P-NEW",))
    assert "SYN-P-NEW" not in comparison.housed_only_in_b
    assert not comparison.same_case and comparison.as_of[0] == comparison.as_of[1]
    assert not any(goal.counted_alike for goal in comparison.goals)


def test_everybody_waits_in_a_plan_without_an_allocation(problem: hr.AllocationProblem) -> None:
    """Rule: its case has the same people, whom the other plan houses or leaves waiting."""
    none = hr.Scenario("infeasible").lock("SYN-P-1", "SYN-U-1").lock("SYN-P-2", "SYN-U-1")
    runs = hr.sweep(problem, [hr.Scenario("as it is"), none])
    assert runs["infeasible"].status == "infeasible"
    comparison = runs.compare("as it is", "infeasible")
    assert comparison.people_only_in_a == comparison.people_only_in_b == ()
    assert len(comparison.housed_only_in_a) == runs["as it is"].housed
    assert comparison.as_of[0] == comparison.as_of[1] and "As of" not in comparison.summary()


def test_comparison_speaks_both_languages_and_names_its_sides(problem: hr.AllocationProblem) -> None:
    comparison = hr.sweep(problem, variants[:3]).compare("as it is", "one place more")
    assert comparison.summary().startswith("A: as it is\nB: one place more\n")
    assert "\nGoals, A -> B:\n" in comparison.summary()
    assert "house-most: 2 -> 3 (B is better)" in comparison.summary()
    assert "Housed only in B: 1: SYN-P-2" in comparison.summary()
    assert "Får bolig bare i B: 1: SYN-P-2" in comparison.summary("nb")


def test_a_policy_keeps_its_text_where_a_scenario_changes_none_of_it(case: hr.Case) -> None:
    edited, policy = hr.Scenario("close").close("SYN-U-1").apply(case)
    assert policy.text == case.policy.text == edited.policy.text
    back, unchanged = hr.Scenario("and back").switch("bedrooms", False).switch("bedrooms", True).apply(case)
    assert unchanged.text == back.policy.text == case.policy.text
    assert hr.Scenario("off").switch("bedrooms", False).apply(case)[1].text is None
    with ThreadPoolExecutor(1) as threads:
        runs = hr.sweep(hr.build(edited, policy), [hr.Scenario("a")], executor=threads)
    assert runs["a"].status == "optimal"


def test_a_case_whose_policy_was_changed_says_that_it_is_saved_without_one(case: hr.Case, tmp_path: Path) -> None:
    edited, _ = hr.Scenario("off").switch("bedrooms", False).apply(case)
    again, _ = hr.Scenario("close").close("SYN-U-1").apply(edited, case.policy)
    for number, one in enumerate((edited, again)):
        with pytest.warns(UserWarning, match="saved without a policy"):
            one.save(tmp_path / str(number))
        assert not (tmp_path / str(number) / "policy.toml").exists()


@pytest.mark.filterwarnings("error")
def test_a_case_is_saved_with_the_policy_it_has(case: hr.Case, tmp_path: Path) -> None:
    hr.Scenario("close").close("SYN-U-1").apply(case)[0].save(tmp_path / "closed")
    assert (tmp_path / "closed" / "policy.toml").read_text(encoding="utf-8") == case.policy.text
    hr.Case(**small_columns()).save(tmp_path / "tables alone")
