"""Fairness, other mechanisms, near-optimal plans and drafts from Python."""

from __future__ import annotations

import hashlib
import pickle
import random
import re
import struct
from pathlib import Path
from typing import Any

import husrom as hr
import pytest
from matching.games import HospitalResident

root = Path(__file__).resolve().parents[2]

policy = """
schema = 1
id = "homes-alone"
[round]
as_of = 2026-11-22
[columns."pair.wish"]
type = "integer"
[columns."pair.rank"]
type = "integer"
[[eligible]]
id = "listed"
type = "requires"
when = [{ column = "participant.bedrooms_needed", op = "at_least", value = 0 }]
then = [{ column = "unit.bedrooms", op = "at_least", value = 1 }]
[[term]]
id = "wish"
type = "pair"
column = "pair.wish"
[[term]]
id = "rank"
type = "pair"
column = "pair.rank"
[[goal]]
id = "house-most"
maximise = "housed"
[[goal]]
id = "wishes"
maximise = "score"
weights = { wish = 1 }
"""


@pytest.mark.parametrize("seed", range(25))
def test_deferred_acceptance_agrees_with_an_outside_implementation(seed: int) -> None:
    """Rule: with strict wishes and priorities the outcome is the one that the package `matching` finds; a failure names its seed."""
    draw = random.Random(seed)
    people = [f"SYN-P-{i}" for i in range(draw.randint(2, 8))]
    homes = [f"SYN-U-{i}" for i in range(draw.randint(2, 8))]
    wishes = {person: draw.sample(homes, len(homes)) for person in people}
    priorities = {home: draw.sample(people, len(people)) for home in homes}
    pairs = [(person, home) for person in people for home in homes]
    case = hr.Case(
        policy=policy,
        participants={"participant_id": people, "application_date": ["2026-01-01"] * len(people), "bedrooms_needed": [1] * len(people)},
        units={"unit_id": homes, "bedrooms": [1] * len(homes)},
        pairs={
            "participant_id": [person for person, _ in pairs],
            "unit_id": [home for _, home in pairs],
            "wish": [100 - wishes[person].index(home) for person, home in pairs],
            "rank": [100 - priorities[home].index(person) for person, home in pairs],
        },
    )
    ours = hr.run_mechanism(hr.build(case), "deferred_acceptance", preference="wish", priority="rank", seed=seed)
    game = HospitalResident.create_from_dictionaries(wishes, priorities, dict.fromkeys(homes, 1))
    theirs = {resident.name: hospital.name for hospital, residents in game.solve(optimal="resident").items() for resident in residents}
    assert ours.placements == theirs
    assert ours.envy == 0


def test_no_mechanism_beats_the_proven_plan() -> None:
    """Rule: in the first goal no mechanism that keeps the duties reaches more."""
    problem = hr.build(hr.read(root / "examples/toy"))
    plan = hr.allocate(problem)
    first = plan.goals[0]
    for name in ("deferred_acceptance", "serial_dictatorship", "hardest_first"):
        outcome = hr.run_mechanism(problem, name, seed=3)
        assert sorted(outcome.order) == sorted(problem.participants)
        if outcome.broken_duties == 0:
            worse = outcome.goals[first.id] - first.reached
            assert worse >= 0 if first.minimise else worse <= 0


def test_the_lottery_can_be_drawn_again_from_what_is_published() -> None:
    """Rule: recipe and example of docs/policy.md hold for plans (by pair, largest sum) and for mechanisms (by person, smallest first)."""
    page = (root / "docs/policy.md").read_text()
    recipe = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    rows = re.findall(r"^\| (SYN-P-\d) \| (?:(SYN-U-\d) )?\| (\d+) \|$", page, re.MULTILINE)
    assert recipe and len(rows) == 6
    told: dict[str, Any] = {}
    exec(recipe[1], told)
    numbers = {(person, home): int(number) for person, home, number in rows}
    for (person, home), number in numbers.items():
        fields = struct.pack("<q", 20261122) + b"".join(struct.pack("<q", len(name)) + name.encode() for name in (person, home))
        assert number == int(hashlib.sha256(fields).hexdigest()[:10], 16) == told["lottery_number"](20261122, person, home)

    people = ["SYN-P-1", "SYN-P-2"]
    case = hr.Case(
        policy='schema = 1\nid = "lots"\n[round]\nas_of = 2026-11-22\n[[goal]]\nid = "housed"\nmaximise = "housed"\n'
        "[ties]\nlottery_seed = 20261122\n",
        participants={"participant_id": people, "application_date": ["2026-01-01"] * 2},
        units={"unit_id": ["SYN-U-1", "SYN-U-2"]},
    )
    plan = hr.allocate(hr.build(case), progress="none")
    placed = {(participant, unit) for participant, unit, *_ in plan.core.assignments()}
    assert placed == {("SYN-P-1", "SYN-U-2"), ("SYN-P-2", "SYN-U-1")}
    assert plan.goals[-1].reached == sum(numbers[pair] for pair in placed) == 1297103578218
    outcome = hr.run_mechanism(plan.problem, "serial_dictatorship")  # by the policy's lottery
    assert outcome == hr.run_mechanism(plan.problem, "serial_dictatorship", seed=20261122)
    assert outcome.order == tuple(sorted(people, key=lambda person: numbers[person, ""]))
    assert outcome.seed == 20261122


def test_small_groups_are_hidden() -> None:
    """Rule: no number about fewer people than `least` is shown."""
    plan = hr.allocate(hr.build(hr.read(root / "examples/nordstrand")), work_limit=2_000_000_000)
    column = next(name for name in ("segment", "situation", "household_type", "need_level") if _has(plan, name))
    found = plan.fairness(by=[column])
    for group in found.tables[column]:
        assert group.hidden == (group.people is None)
        assert group.people is None or group.people >= 5
    assert len(found.frame()) == len(found.tables[column])
    with pytest.raises(hr.InvalidArgument, match="no column"):
        plan.fairness(by=["segmnt"])


def _has(plan: hr.Plan, column: str) -> bool:
    try:
        plan.fairness(by=[column])
    except hr.InvalidArgument:
        return False
    return True


def test_near_plans_lose_no_more_than_declared() -> None:
    """Rule: without a declared loss every goal of a near plan is as good, and the plan is another one."""
    plan = hr.allocate(hr.build(hr.read(root / "examples/toy")))
    base = {participant: unit for participant, unit, *_ in plan.core.assignments()}
    for near in plan.near_optimal(3):
        assert near.placements != base
        assert all(loss.loss <= 0 for loss in near.losses)


def test_near_plans_say_whether_there_may_be_more() -> None:
    """Rule: "there is no further plan" is told apart from a search that ended early, and stays with the answer when it is copied."""
    problem = hr.build(
        hr.Case(
            policy="""schema = 1
id = "near"
[round]
as_of = 2026-11-22
[[goal]]
id = "housed"
maximise = "housed"
""",
            participants={"participant_id": ["SYN-P-1", "SYN-P-2"], "application_date": ["2024-01-01", "2025-01-01"]},
            units={"unit_id": ["SYN-U-1", "SYN-U-2"]},
        )
    )
    plan = hr.allocate(problem)
    near = plan.near_optimal(5)
    assert len(near) == 1 and near.complete and isinstance(near, tuple)
    assert not plan.near_optimal(1).complete
    again = pickle.loads(pickle.dumps(near))
    assert again == near and again.complete
    assert "complete=True" in repr(near)


def test_a_draft_says_that_it_is_one() -> None:
    """Rule: a draft is marked as such in every language and names nobody else."""
    plan = hr.allocate(hr.build(hr.read(root / "examples/toy")))
    for participant in plan.problem.participants:
        for lang, word in (("nb", "UTKAST"), ("nn", "UTKAST"), ("en", "DRAFT")):
            draft = plan.draft_decision(participant, lang)  # type: ignore[arg-type]
            assert draft.startswith(word)
            assert not any(other in draft for other in plan.problem.participants if other != participant)


def test_a_participants_explanation_holds_nobody_else() -> None:
    """Rule: neither the words nor the data made for a participant name another person, and they cannot be turned into a caseworker's."""
    plan = hr.allocate(hr.build(hr.read(root / "examples/toy")))
    for participant in plan.problem.participants:
        told = plan.explain(participant, audience="participant")
        everything = repr([getattr(told, name) for name in told.__dataclass_fields__ if name != "_plan"]) + told.text() + told.text("nb")
        assert not any(other in everything for other in plan.problem.participants if other != participant)
        with pytest.raises(hr.InvalidArgument, match="caseworker"):
            told.text(audience="caseworker")


def test_nothing_varied_nothing_lost() -> None:
    """Rule: with no range and nothing unknown varied, every placement survives every sample."""
    plan = hr.allocate(hr.build(hr.read(root / "examples/toy")))
    found = plan.stability(samples=2, weights=0, unknown=False)
    assert found.samples == found.proven == 2
    assert all(kept == housed == 2 for *_, kept, housed in found.placements)
    assert plan.stability(samples=3, seed=5) == plan.stability(samples=3, seed=5)
