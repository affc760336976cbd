"""Rule: a plan says what was decided, for whom, why, and how good it is proven to be; it shows itself safely in a notebook."""

import csv
import pickle
from pathlib import Path
from typing import Any, Literal

import husrom as hr
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import policy_text, small_columns


def test_the_small_case_is_solved_to_the_end(plan: hr.Plan) -> None:
    assert (plan.status, plan.stopped_by) == ("optimal", "proof")
    assert (plan.verified, plan.canonical, plan.reproducible, plan.has_allocation) == (True, True, True, True)
    assert plan.housed == 2
    policy_goals = [goal for goal in plan.goals if not goal.tie]
    assert [(goal.id, goal.reached, goal.bound, goal.gap, goal.proven) for goal in policy_goals] == [
        ("house-most", 2, 2, 0, True),
        ("best-fit", 0, 0, 0, True),
    ]
    assert sum(goal.tie for goal in plan.goals) == 2


def test_who_is_housed_and_who_waits_for_what(plan: hr.Plan) -> None:
    assert dict(zip(plan.assignments()["participant_id"], plan.assignments()["unit_id"], strict=True)) == {
        "SYN-P-1": plan.assignments()["unit_id"][0],
        "SYN-P-3": "SYN-U-3",
    }
    assert plan.assignments()["unit_id"][0] in {"SYN-U-1", "SYN-U-2"}
    waiting = plan.waiting()
    assert waiting["participant_id"] == ["SYN-P-2", "SYN-P-4"]
    assert waiting["reason"][1] == "NO_HOME_FITS"
    assert waiting["reason"][0] in {"LIMIT_FULL", "TIE", "OTHERS_FIRST"}
    assert all(plan.waiting("nb")["text"])
    assert plan.waiting("nb")["text"] != waiting["text"]


def test_limits_tell_use_cap_room_and_what_binds(plan: hr.Plan) -> None:
    limits = plan.limits()
    rows = {group: (use, cap, left, binds) for _, group, use, _, _, cap, _, left, binds, _ in limits.rows()}
    assert rows["SYN-N-1"] == (1, 1, 0, True)
    assert rows["SYN-N-2"] == (1, 4, 3, False)


def test_what_is_left_of_a_floor_is_use_above_it_as_in_the_run_folder(tmp_path: Path) -> None:
    floor = policy_text.replace('max = "neighbourhood.places"', "min = 0")
    plan = hr.allocate(hr.build(hr.Case(policy=floor, **small_columns())))
    plan.save(tmp_path / "run")
    limits = plan.limits()
    assert limits["max"] == [None, None]
    assert limits["left"] == limits["use"]
    with (tmp_path / "run" / "limits.csv").open(encoding="utf-8", newline="") as file:
        assert [int(row["left"]) for row in csv.DictReader(file)] == limits["left"]


def test_explain_names_rules_scores_and_obstacles(plan: hr.Plan) -> None:
    housed = plan.explain("SYN-P-3")
    assert (housed.outcome, housed.unit) == ("housed", "SYN-U-3")
    assert [(rule.rule, rule.verdict) for rule in housed.rules if rule.rule == "bedrooms"] == [("bedrooms", "pass")]
    assert [(score.term, score.points) for score in housed.scores] == [("size", 0)]
    assert housed.limits == ("team-cases SYN-N-2",)

    waits = plan.explain("SYN-P-4")
    assert (waits.outcome, waits.unit, waits.waiting and waits.waiting.reason) == ("waits", None, "NO_HOME_FITS")
    assert [(count.rule, count.failed) for count in waits.rule_counts if count.failed] == [("bedrooms", 3)]
    assert "SYN-P-4" in waits.text()
    assert waits.text("nb") != waits.text("en")

    second = plan.explain("SYN-P-2")
    assert {obstacle.unit for obstacle in second.obstacles} == {"SYN-U-1", "SYN-U-2", "SYN-U-3"}
    with pytest.raises(hr.InvalidArgument, match="SYN-P-"):
        plan.explain("SYN-P-44")


def test_a_participant_is_told_of_nobody_else(plan: hr.Plan) -> None:
    told = plan.explain("SYN-P-2", audience="participant").text() + plan.explain("SYN-P-2").text("nb", audience="participant")
    assert "SYN-P-2" in told
    assert not [other for other in ("SYN-P-1", "SYN-P-3", "SYN-P-4") if other in told]
    assert "SYN-P-3" in plan.explain("SYN-P-2").text()
    with pytest.raises(hr.InvalidArgument, match="audience"):
        plan.explain("SYN-P-2", audience="neighbour").text()  # type: ignore[arg-type]


def test_the_numeric_layer_gives_the_same_values(problem: hr.AllocationProblem, plan: hr.Plan) -> None:
    result = hr.solve.maximise(problem.numeric)
    assert list(result.objective) == plan.core.objective
    assert hr.solve.verify(problem.numeric, result) == []


def test_more_room_where_it_binds_houses_one_more(problem: hr.AllocationProblem, plan: hr.Plan) -> None:
    case, policy = hr.Scenario("one place more").set_limit("team-cases", group="SYN-N-1", by=1).apply(problem.case, problem.policy)
    assert hr.allocate(hr.build(case, policy)).housed == plan.housed + 1


def test_prices_show_what_the_full_limit_is_worth(plan: hr.Plan) -> None:
    prices = plan.prices()
    assert set(prices) == {"goal", "kind", "id", "group", "price"}
    assert all(price != 0 for price in prices["price"])


def test_the_price_of_hours_is_for_a_whole_hour() -> None:
    # Everybody takes an hour, the team has one and counts in fractions of it: one hour more houses one more.
    tables = small_columns()
    tables["participants"] |= {"team_id": ["SYN-T-1"] * 4, "support_hours": [1.0] * 4, "bedrooms_needed": [1] * 4}
    tables["teams"] = {"team_id": ["SYN-T-1"], "hours_week": [1.0]}
    limit = '''[[limit]]
id = "team-hours"
per = "participant.team"
sum = "participant.support_hours"
max = "team.hours_week"
kind = "hard"

[[goal]]
id = "house-most"'''
    problem = hr.build(hr.Case(policy=policy_text.replace('[[goal]]\nid = "house-most"', limit), **tables))
    assert problem.core.limits()[-1]["digits"] > 0
    plan = hr.allocate(problem)
    rows = plan.prices().rows()
    priced = {(goal, name): price for goal, kind, name, _, price in rows if kind == "limit"}
    assert priced["house-most", "team-hours"] == pytest.approx(1, abs=0.01)
    waits = plan.waiting()["participant_id"][0]
    told = {(price.goal, price.limit): price.price for price in plan.explain(waits).prices}
    assert told["house-most", "team-hours SYN-T-1"] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(("make", "kind"), [(pd.DataFrame, pd.DataFrame), (pl.DataFrame, pl.DataFrame)], ids=["pandas", "polars"])
def test_frames_come_back_in_the_callers_kind(make: Any, kind: type, plan: hr.Plan) -> None:
    problem = hr.build(hr.Case(policy=policy_text, **{name: make(table) for name, table in small_columns().items()}))
    other = hr.allocate(problem)
    assert other.digest == plan.digest
    for frame in (
        other.assignments(),
        other.waiting(),
        other.limits(),
        other.prices(),
        problem.pairs(),
        problem.limits(),
        hr.check(problem.case).frame(),
        problem.case.table("units"),
        hr.compare(other, plan).frame(),
    ):
        assert isinstance(frame, kind)


def test_whole_numbers_stay_whole_beside_empty_cells_in_pandas() -> None:
    frame = hr.Columns(cap=[1, None, 3], name=["a", "b", None]).to("pandas")
    assert str(frame["cap"].dtype) == "Int64"


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_whole_and_decimal_cells_of_one_column_become_decimal(kind: Literal["pandas", "polars", "pyarrow"]) -> None:
    cells: dict[str, list[Any]] = {"room": [3, 2.5, None], "use": [1, 2, 3]}
    frame = pa.table(hr.Columns(cells).to(kind))
    assert (frame["room"].type, frame["use"].type) == (pa.float64(), pa.int64())
    assert frame["room"].to_pylist()[:2] == [3.0, 2.5]


def tables_of(people: int, make: Any) -> dict[str, Any]:
    """Every table about the first so many people of the small case."""
    tables = small_columns()
    tables["participants"] = {heading: cells[:people] for heading, cells in tables["participants"].items()}
    plan = hr.allocate(hr.build(hr.Case(policy=policy_text, **{name: make(table) for name, table in tables.items()})))
    return {
        "assignments": plan.assignments(),
        "waiting": plan.waiting(),
        "limits": plan.limits(),
        "prices": plan.prices(),
        "pairs": plan.problem.pairs(),
        "caps": plan.problem.limits(),
        "participants": plan.problem.case.table("participants"),
        "findings": hr.check(plan.problem.case).frame(),
        "offers": plan.offers().frame(),
        "fairness": plan.fairness("bedrooms_needed").frame(),
        "stability": plan.stability(samples=1).frame(),
        "goals": hr.compare(plan, plan).frame(),
        "runs": hr.sweep(plan.problem, [hr.Scenario("a")]).frame(),
    }


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table], ids=["polars", "pyarrow"])
def test_a_table_without_values_has_the_types_of_a_full_one(make: Any) -> None:
    """Rule: what a column holds does not depend on whether a round has any of it, so that tables of several rounds can be put together."""
    full, nobody_waits, nobody = (tables_of(people, make) for people in (4, 1, 0))
    assert [len(tables["waiting"]) for tables in (full, nobody_waits, nobody)] == [2, 0, 0]
    assert len(nobody["pairs"]) == len(nobody["assignments"]) == 0
    for tables in (nobody_waits, nobody):
        assert {name: table.schema for name, table in tables.items()} == {name: table.schema for name, table in full.items()}


def test_in_pandas_a_table_without_rows_can_be_read_joined_and_put_beside_others() -> None:
    full, nobody_waits = tables_of(4, pd.DataFrame), tables_of(1, pd.DataFrame)
    assert dict(nobody_waits["waiting"].dtypes) == dict(full["waiting"].dtypes)
    assert nobody_waits["waiting"]["reason"].str.lower().tolist() == []
    assert nobody_waits["participants"].merge(nobody_waits["waiting"], on="participant_id", how="left")["reason"].isna().all()


def test_columns_remember_what_they_hold_on_their_way_to_a_frame(columns: dict[str, dict[str, list[Any]]]) -> None:
    plan = hr.allocate(hr.build(hr.Case(policy=policy_text, **columns)))
    assert plan.limits().to("polars").schema["min"] == pl.Int64
    assert pickle.loads(pickle.dumps(plan.limits())).to("polars").schema["min"] == pl.Int64
    assert hr.Columns(a=[None]).to("polars").schema["a"] == pl.String


def test_display_is_semantic_short_and_escaped(columns: dict[str, dict[str, list[Any]]]) -> None:
    name = "<script>alert(1)</script> & co"
    plan = hr.allocate(hr.build(hr.Case(policy=policy_text, name=name, **columns)))
    html = plan._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    for part in ("<caption>", '<th scope="col">', '<th scope="row">', "house-most", "SYN-P-4", "NO_HOME_FITS"):
        assert part in html
    assert "\n" not in repr(plan)
    assert "2" in repr(plan)
    for shown in (plan.problem, hr.check(plan.problem.case), plan.limits(), plan.explain("SYN-P-2"), hr.compare(plan, plan)):
        assert "\n" not in repr(shown)
        assert "<script>" not in shown._repr_html_()


@pytest.mark.parametrize("name", ["", "  ", "two\nlines"])
def test_a_problem_shows_itself_whatever_its_case_is_called(name: str, columns: dict[str, dict[str, list[Any]]]) -> None:
    shown = hr.build(hr.Case(policy=policy_text, name=name, **columns))._repr_html_()
    assert f'<th scope="row">case</th><td>{name}</td>' in shown
    assert '<th scope="row">open pairs</th><td>7</td>' in shown


def test_summary_in_two_languages(plan: hr.Plan) -> None:
    assert "house-most" in plan.summary()
    assert plan.summary("nb") != plan.summary("en")


def test_threads_seed_and_start_do_not_change_a_canonical_plan(problem: hr.AllocationProblem, plan: hr.Plan) -> None:
    for threads in (1, 2, 4):
        assert hr.allocate(problem, threads=threads).digest == plan.digest
    assert hr.allocate(problem, start=plan).digest == plan.digest
    assert hr.allocate(problem, start={"SYN-P-2": "SYN-U-1"}).digest == plan.digest


@pytest.mark.parametrize(
    "options",
    [
        {"threads": 0},
        {"threads": 2**31},
        {"seed": -1},
        {"seed": 1.0},
        {"time_limit": -1},
        {"time_limit": float("nan")},
        {"work_limit": -1},
        {"gap": -1},
        {"gap": float("inf")},
        {"gap": 0.0000001},
        {"start": [1, 2]},
        {"progress": "loud"},
    ],
)
def test_an_option_out_of_range_is_refused(options: dict[str, Any], problem: hr.AllocationProblem) -> None:
    with pytest.raises(hr.InvalidArgument):
        hr.allocate(problem, **options)


def test_infeasible_is_a_status_and_its_tables_raise(problem: hr.AllocationProblem) -> None:
    scenario = hr.Scenario("both in one place").lock("SYN-P-1", "SYN-U-1").lock("SYN-P-2", "SYN-U-2")
    plan = hr.allocate(hr.build(*scenario.apply(problem.case, problem.policy)))
    assert (plan.status, plan.has_allocation, plan.verified) == ("infeasible", False, True)
    for ask in (plan.assignments, plan.waiting, plan.limits, plan.prices, plan.envy, lambda: plan.goals, lambda: plan.housed):
        with pytest.raises(hr.InvalidArgument, match="no allocation"):
            ask()
    with pytest.raises(hr.InvalidArgument, match="no allocation"):
        plan.problem.write_mps("x.mps", "best-fit", plan)
    assert "nfeasible" in repr(plan) or "No allocation" in repr(plan)
    assert plan._repr_html_()


def test_a_saved_run_is_verified_and_a_changed_one_refused(tmp_path: Path, plan: hr.Plan) -> None:
    plan.save(tmp_path / "run")
    assert hr.verify(tmp_path / "run", plan.problem.case)
    assert hr.verify(tmp_path / "run", plan.problem.case).rebuilt
    assert hr.verify(tmp_path / "run").accepted
    assert not hr.verify(tmp_path / "run").rebuilt
    plan.save(tmp_path / "run", with_problem=True)
    assert hr.verify(tmp_path / "run").rebuilt
    changed = (tmp_path / "run" / "assignments.csv").read_text(encoding="utf-8").replace("SYN-P-3", "SYN-P-4")
    (tmp_path / "run" / "assignments.csv").write_text(changed, encoding="utf-8")
    verdict = hr.verify(tmp_path / "run", plan.problem.case)
    assert not verdict
    assert verdict.objections


def test_problem_tells_its_pairs_limits_and_verdicts(problem: hr.AllocationProblem) -> None:
    pairs = problem.pairs()
    assert len(pairs) == 3 + 3 + 1
    assert pairs["goal house-most"] == [1] * 7
    assert sorted(set(pairs["goal best-fit"])) == [-10, 0]
    assert problem.limits()["max"] == [1, 4]
    assert [v.verdict for v in problem.verdicts("SYN-P-4", "SYN-U-1") if v.rule == "bedrooms"] == ["fail"]
    assert [v.points for v in problem.scores("SYN-P-1", "SYN-U-3")] == [-10]
    assert problem.digest in problem.summary()
    with pytest.raises(hr.InvalidArgument):
        problem.verdicts("SYN-P-4", "SYN-U-9")


@pytest.mark.parametrize("goal", ["participant_id", "unit_id", "stay"])
def test_a_goal_takes_the_place_of_no_other_column(goal: str, columns: dict[str, dict[str, list[Any]]]) -> None:
    problem = hr.build(hr.Case(policy=policy_text.replace('id = "house-most"', f'id = "{goal}"'), **columns))
    assert list(problem.pairs()) == ["participant_id", "unit_id", "stay", f"goal {goal}", "goal best-fit"]


def test_a_list_that_a_caller_sorts_is_the_callers_own(problem: hr.AllocationProblem, plan: hr.Plan) -> None:
    """Rule: a problem is immutable; what a caller does to a list of ids changes no answer."""

    def answers() -> Any:
        homes = {who: found.homes for who, found in plan.all_alternatives(1).items()}
        return problem.participants, problem.units, problem.pairs(), plan.prices(), homes, problem.summary()

    before = answers()
    problem.participants.sort(reverse=True)
    problem.units.clear()
    assert plan.problem is problem
    assert answers() == before


def test_columns_print_as_a_table(plan: hr.Plan) -> None:
    lines = str(plan.assignments()).splitlines()
    assert lines[0].split() == ["participant_id", "unit_id", "outcome", "confirm"]
    assert set(lines[1]) == {"-", " "}
    assert lines[2].split() == ["SYN-P-1", "SYN-U-1", "housed"] or lines[2].split()[0] == "SYN-P-1"
    assert len(lines) == 2 + len(plan.assignments())
    long = hr.Columns(id=list(range(100)))
    assert str(long).endswith("… and 40 more")
