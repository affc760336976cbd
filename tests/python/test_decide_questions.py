"""Questions about a plan from Python: what an answer says is what happens when it is acted on."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import husrom as hr
import pytest

root = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def toy() -> hr.Plan:
    return hr.allocate(hr.build(hr.read(root / "examples/toy")))


@pytest.fixture(scope="module")
def tight(toy: hr.Plan) -> hr.Plan:
    """The toy with three homes fewer, so that people wait."""
    scenario = hr.Scenario("three homes fewer")
    homes = sorted(set(pairs(toy).values()))
    closed = 0
    for home in homes:
        try:
            scenario.close(home).apply(toy.problem.case, toy.problem.policy)
        except hr.InvalidInput:
            continue
        scenario = scenario.close(home)
        closed += 1
        if closed == 3:
            break
    plan = hr.allocate(hr.build(*scenario.apply(toy.problem.case, toy.problem.policy)))
    assert plan.core.waiting()
    return plan


def pairs(plan: hr.Plan) -> dict[str, str]:
    return {participant: unit for participant, unit, *_ in plan.core.assignments()}


def test_the_loss_of_a_forced_pair_is_what_locking_it_costs(toy: hr.Plan) -> None:
    """Rule: force the alternative and the loss is exactly what was said."""
    checked = 0
    before = {goal.id: goal.reached for goal in toy.goals if not goal.tie}
    for participant in toy.problem.participants:
        for alternative in toy.alternatives(participant, k=3).homes:
            answer = toy.why_not(participant, alternative.unit)
            assert answer.exact and alternative.exact
            assert answer.losses == alternative.losses and answer.fewest_moves
            locked = hr.Scenario("locked").lock(participant, alternative.unit).apply(toy.problem.case, toy.problem.policy)
            after = {goal.id: goal.reached for goal in hr.allocate(hr.build(*locked)).goals if not goal.tie}
            assert {loss.goal: loss.after for loss in answer.losses} == after
            assert {loss.goal: loss.before for loss in answer.losses} == before
            checked += 1
    assert checked >= 5


@pytest.mark.parametrize("threads", [1, 3, None])
def test_all_alternatives_are_those_of_each_person(tight: hr.Plan, threads: int | None) -> None:
    """Rule: asked together, everybody gets the answer that they get alone, whatever the number of threads."""
    told: list[int] = []
    everybody = tight.all_alternatives(k=2, threads=threads, on_person=told.append)
    assert tuple(everybody) == tuple(tight.problem.participants)
    for participant, answer in everybody.items():
        assert answer == tight.alternatives(participant, k=2)
    assert told[-1] == len(everybody) and told == sorted(told)


def test_alternatives_are_a_sequence(toy: hr.Plan) -> None:
    found = toy.alternatives(toy.problem.participants[0], k=3)
    assert isinstance(found, Sequence) and len(found) >= 2
    assert tuple(found) == tuple(reversed(found))[::-1] == found.homes
    assert (found[0], found[:2]) == (found.homes[0], found.homes[:2])
    assert found.index(found[1]) == 1


def test_ctrl_c_in_the_last_report_returns_what_is_there(toy: hr.Plan) -> None:
    """Rule: Ctrl-C returns the answers there are; another exception of the function passes on."""

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    answers = toy.all_alternatives(k=1, on_person=interrupt)
    assert tuple(answers) == tuple(toy.problem.participants)

    def fail(done: int) -> None:
        raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        toy.all_alternatives(k=1, on_person=fail)


def test_what_all_alternatives_cannot_take_is_refused(toy: hr.Plan) -> None:
    """Rule: a wrong argument is told by its name."""
    with pytest.raises(hr.InvalidArgument, match="on_person"):
        toy.all_alternatives(on_person=3)  # type: ignore[arg-type]
    with pytest.raises(hr.InvalidArgument, match="threads"):
        toy.all_alternatives(threads=0)


def test_a_question_that_ends_by_its_work_limit_says_so() -> None:
    """Rule: what is not proven is told as such, and its loss is no smaller, goal by goal in their order, than the proven one."""
    plan = hr.allocate(hr.build(hr.read(root / "examples/bodo")))
    problem = plan.problem
    rows, columns = (problem.core.pairs()[side] for side in ("participant", "unit"))
    unproven = 0
    for row, column in list(zip(rows, columns, strict=True))[::250]:
        participant, unit = problem.participants[row], problem.units[column]
        short, whole = plan.why_not(participant, unit, work_limit=1), plan.why_not(participant, unit)
        assert whole.exact
        assert [loss.loss for loss in short.losses] >= [loss.loss for loss in whole.losses]
        unproven += not short.exact
    assert unproven >= 3


def test_ruled_out_pair_names_rules_and_facts(toy: hr.Plan) -> None:
    """Rule: every rule that closes a pair is named, with the facts it read and no value of them."""
    seen = 0
    for participant in toy.problem.participants:
        for unit in toy.problem.units:
            closing = {verdict.rule for verdict in toy.problem.verdicts(participant, unit) if verdict.closes}
            if not closing:
                continue
            answer = toy.why_not(participant, unit)
            assert answer.outcome == "RULED_OUT"
            assert {by.rule for by in answer.ruled_out_by} == closing
            assert not any(fact.may_change for by in answer.ruled_out_by for fact in by.facts if fact.column_class == "protected")
            assert "utelukket" in answer.text("nb")
            seen += 1
    assert seen > 5


def test_help_is_confirmed_and_complete(toy: hr.Plan, tight: hr.Plan) -> None:
    """Rule: an answer says whether every smaller set was decided."""
    for participant, *_ in tight.core.waiting():
        help = tight.what_would_help(participant, most_changes=1)
        assert help.complete and not help.already_housed
        for one in help.sets:
            assert one.unit and one.proven
        assert str(help)
    housed = next(iter(pairs(toy)))
    assert toy.what_would_help(housed).already_housed


def test_no_conflict_where_the_round_is_possible(toy: hr.Plan, tight: hr.Plan) -> None:
    """Rule: a possible round has no conflict; an impossible one names a minimal set with a fix each."""
    assert not hr.conflict(toy.problem)
    case, policy = tight.problem.case, tight.problem.policy
    scenario = hr.Scenario("nobody may wait")
    for participant in tight.problem.participants:
        scenario = scenario.set("participants", participant, must_house=True)
    found = hr.conflict(hr.build(*scenario.apply(case, policy)))
    assert found and found.proven
    assert {member.kind for member in found.members} & {"MUST_HOUSE"}
    assert "cannot all be kept" in str(found)


def test_offers_share_no_home_and_keep_their_guarantee(toy: hr.Plan) -> None:
    """Rule: no home is in two sets, and no guarantee loses more than is allowed."""
    offers = toy.offers(k=3, max_loss={toy.goals[-3].id: 1000})
    homes = [home.unit for one in offers.sets for home in one.homes]
    assert len(homes) == len(set(homes))
    assert all(one.loss <= one.allowed for one in offers.guarantees)
    first = next(one for one in offers.sets if one.state == "open")
    accepted = offers.respond(first.participant, "accept", unit=first.homes[-1].unit)
    assert next(one for one in accepted.sets if one.participant == first.participant).state == "accepted"
    assert offers.sets == toy.offers(k=3, max_loss={toy.goals[-3].id: 1000}).sets
    assert len(offers.frame()) == len(homes)
    with pytest.raises(hr.InvalidArgument, match="reason"):
        offers.respond(first.participant, "refuse")
    with pytest.raises(hr.InvalidArgument, match="a refusal is of the whole set"):
        offers.respond(first.participant, "refuse", unit=first.homes[-1].unit, reason="too far")
    with pytest.raises(hr.InvalidArgument, match="reason belongs to refuse"):
        offers.respond(first.participant, "accept", reason="too far")
    with pytest.raises(hr.InvalidArgument, match='there is no participant "nope"'):
        offers.respond("nope", "accept")


def test_a_review_is_logged_and_resolved_around(toy: hr.Plan, tmp_path: Path) -> None:
    """Rule: an override shows its price, is logged by code, and the new plan keeps it."""
    participant, unit = next(iter(pairs(toy).items()))
    other = toy.alternatives(participant, k=1)[0].unit
    review = toy.review("user:2f61", tmp_path / "audit.jsonl", clock=lambda: "2026-11-22T09:00:00Z")
    price = review.price(participant, other)
    assert review.override(participant, other, reason="NEAR_SCHOOL", reference="sak:2026/4411-8").losses == price.losses
    after = review.resolve()
    assert pairs(after)[participant] == other
    lines = (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    assert [line.count('"event"') for line in lines] == [1, 1, 1]
    assert len(review.head) == 64
    after.save(tmp_path / "run")
    assert hr.verify(tmp_path / "run", after.problem.case, after.problem.policy)
    with pytest.raises(hr.InvalidArgument, match="code"):
        review.override(participant, unit, reason="because she asked")


def test_threads_may_share_a_review(toy: hr.Plan, tmp_path: Path) -> None:
    """Rule: every call has the review to itself: each decision stands in the log, whole, also beside a solve, whose plan is of its case."""
    log = tmp_path / "audit.jsonl"
    review = toy.review("user:1", log)

    def decide(participant: str, unit: str) -> None:
        for _ in range(50):
            review.lock(participant, unit)

    with ThreadPoolExecutor(3) as threads:
        calls = [threads.submit(decide, *pair) for pair in pairs(toy).items()]
        solves = [threads.submit(review.resolve) for _ in range(5)]
        for call in calls:
            call.result()
        plans = [call.result() for call in solves]
    for plan in plans:
        assert hr.build(plan.problem.case, plan.problem.policy).digest == plan.problem.digest
    assert {(one.kind, one.participant, one.unit) for one in review.decisions} == {("lock", *pair) for pair in pairs(toy).items()}
    assert len(log.read_text(encoding="utf-8").splitlines()) == 1 + 50 * len(pairs(toy)) + 5
    assert hr.verify_log(log, head=review.head)


def test_a_review_goes_on_and_a_cut_log_is_found(toy: hr.Plan, tmp_path: Path) -> None:
    """Rule: a review opened again holds its decisions; the head of its log, kept in the run or elsewhere, shows a cut-off end."""
    log = tmp_path / "audit.jsonl"
    participant, unit = next(iter(pairs(toy).items()))
    first = toy.review("user:1", log)
    first.accept(participant)
    head = first.head
    del first
    again = toy.review("user:2", log)
    assert [(one.kind, one.participant, one.unit) for one in again.decisions] == [("accept", participant, unit)]
    assert again.head == head and (again.about_other_plans, again.log_went_on) == (0, False)
    again.resolve()
    assert again.about_other_plans == 0, "what led to a plan is of it"
    run_head = again.save(tmp_path / "run")
    assert hr.verify(tmp_path / "run", again.plan.problem.case, again.plan.problem.policy, head=run_head)
    assert not hr.verify(tmp_path / "run", head="0" * 64)
    assert hr.verify_log(log, head=[head, again.head])
    last = again.head
    del again
    whole = log.read_bytes()
    log.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    assert hr.verify_log(log) and hr.verify_log(log, head=head)
    assert not hr.verify_log(log, head=last)


def test_a_review_says_how_many_decisions_are_of_other_plans(toy: hr.Plan, tight: hr.Plan, tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    toy.review("user:1", log).accept(next(iter(pairs(toy))))
    other = tight.review("user:1", log)
    assert (other.decisions, other.about_other_plans, other.log_went_on) == ((), 1, True)
