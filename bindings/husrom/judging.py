"""How a plan treats groups and people, how it compares with other mechanisms, and which plans are nearly as good."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Self

from husrom._core import decide as _core
from husrom.arguments import count, flag, text, texts, whole, work_units
from husrom.errors import InvalidArgument, expect
from husrom.frames import Columns, Frame, Kind, to_frame
from husrom.problem import AllocationProblem
from husrom.quantity import losses_by_goal, scaled
from husrom.questions import GoalLoss, losses

if TYPE_CHECKING:
    from husrom.plan import Plan

MechanismName = Literal["deferred_acceptance", "serial_dictatorship", "hardest_first"]


@dataclass(frozen=True)
class Group:
    """A group of people who seek a home; None where few people stand behind a number, or a hidden one could be worked out from it."""

    group: str | None
    """The value of the column; None: not known."""
    hidden: bool
    people: int | None
    housed: int | None
    waiting_days_housed: int | None
    """Median days from the application to the day of the round; where two stand in the middle, the lower one."""
    waiting_days_waiting: int | None
    """Likewise, of those who wait."""
    level_gap: float | None
    """Mean of the level of the home less the level needed, to the nearest tenth."""
    wish_met: int | None
    """People housed in a home that meets a wish."""


@dataclass(frozen=True)
class FairnessPrice:
    """What it costs to give no group a smaller share of homes than can be reached."""

    column: str
    share_now: int | None
    """Percent of the group that is housed least, rounded down; None where the numbers of that group are hidden."""
    share_best: int | None
    """The largest percent that every group can be given; None where every group has fewer than ``least`` people."""
    losses: tuple[GoalLoss, ...]
    proven: bool


@dataclass(frozen=True)
class Fairness:
    """Groups of people by one or more columns, with small numbers hidden."""

    tables: dict[str, tuple[Group, ...]]
    """By column."""
    all: Group
    kind: Kind

    def frame(self) -> Frame:
        """One row a group."""
        rows = [(column, group) for column, groups in self.tables.items() for group in groups]
        columns = Columns(
            column=[column for column, _ in rows],
            group=[group.group for _, group in rows],
            people=[group.people for _, group in rows],
            housed=[group.housed for _, group in rows],
            waiting_days_housed=[group.waiting_days_housed for _, group in rows],
            waiting_days_waiting=[group.waiting_days_waiting for _, group in rows],
            level_gap=[group.level_gap for _, group in rows],
            wish_met=[group.wish_met for _, group in rows],
            hidden=[group.hidden for _, group in rows],
        )
        numbers = dict.fromkeys(("people", "housed", "waiting_days_housed", "waiting_days_waiting", "wish_met"), int)
        return to_frame(columns, self.kind, {**numbers, "level_gap": float, "hidden": bool})


@dataclass(frozen=True)
class MechanismOutcome:
    """What another mechanism would do with the same pairs, limits and people."""

    mechanism: str
    placements: dict[str, str]
    """Participant id to unit id. Tenants who may move stay where they live; one who must have another home takes it before all others, and
    where it does not fit, their own home is kept for them, unseen by this list, by caps and by ``apart``."""
    goals: dict[str, int | float]
    """What each goal of the policy reaches."""
    housed: int
    order: tuple[str, ...]
    """People by lottery number, for publication."""
    seed: int
    """Of the lottery, with which anybody can draw the order again; docs/policy.md tells how."""
    broken_duties: int
    """Rights to a home and floors of limits that the mechanism does not keep."""
    envy: int
    """Justified envy: people who wish for a home, go before whoever holds it (between equals by this lottery), and could have taken it."""


@dataclass(frozen=True)
class NearPlan:
    """A plan within the declared loss."""

    placements: dict[str, str]
    losses: tuple[GoalLoss, ...]
    proven: bool
    """No plan within the loss shares fewer placements with those before it."""


class NearPlans(tuple[NearPlan, ...]):
    """Plans within the declared loss: a tuple of :class:`NearPlan` that also says whether they are all."""

    complete: bool
    """There is no further plan within the loss, which is proven; otherwise there may be more, or the work limit ended the search."""

    def __new__(cls, plans: Iterable[NearPlan] = (), complete: bool = False) -> Self:
        """Plans, and whether there is proven to be no further one."""
        made = super().__new__(cls, plans)
        made.complete = complete
        return made

    def __repr__(self) -> str:
        return f"NearPlans({super().__repr__()}, complete={self.complete})"


@dataclass(frozen=True)
class Stability:
    """How often each placement survives when weights and unknown facts vary."""

    placements: tuple[tuple[str, str, int, int], ...]
    """(participant, home, samples in which the person has this home, samples in which the person has a home)"""
    samples: int
    """Solved with an allocation."""
    impossible: int
    proven: int
    unknown_cells: int
    """Facts that nobody has filled in and that varied."""
    unvaried_cells: int
    """Facts that nobody has filled in, that the policy reads, and of which its ``[uncertain]`` does not say how they vary."""
    kind: Kind

    def frame(self) -> Frame:
        """One row a placement, with shares of the samples."""
        whole = max(1, self.samples)
        columns = Columns(
            participant_id=[participant for participant, *_ in self.placements],
            unit_id=[unit for _, unit, *_ in self.placements],
            kept=[kept / whole for _, _, kept, _ in self.placements],
            housed=[housed / whole for *_, housed in self.placements],
        )
        return to_frame(columns, self.kind, {"kept": float, "housed": float})


def _group(row: _core._Group) -> Group:
    group, hidden, people, housed, days_housed, days_waiting, gap, wishes = row
    return Group(group or None, hidden, people, housed, days_housed, days_waiting, None if gap is None else gap / 10, wishes)


def fairness(plan: Plan, by: Sequence[str] | str, least: int) -> Fairness:
    """See :meth:`husrom.Plan.fairness`."""
    columns = texts([by] if isinstance(by, str) else by, "by")
    if not columns:
        raise InvalidArgument("by names at least one column of people")
    tables = _core.fairness(plan.core, columns, count(least, "least"))
    return Fairness({column: tuple(map(_group, groups)) for column, groups, _ in tables}, _group(tables[0][2]), plan.kind)


def price_of_fairness(plan: Plan, by: str, least: int, work_limit: int | None) -> FairnessPrice:
    """See :meth:`husrom.Plan.price_of_fairness`."""
    now, best, rows, proven = _core.price_of_fairness(plan.core, text(by, "by"), count(least, "least"), work_units(work_limit))
    return FairnessPrice(by, now, best, losses(rows), proven)


def near_optimal(plan: Plan, k: int, within: Mapping[str, int | float | Decimal], work_limit: int | None) -> NearPlans:
    """See :meth:`husrom.Plan.near_optimal`."""
    allowed = losses_by_goal(within, "within")
    rows, complete = _core.near_optimal(plan.core, count(k, "k"), allowed, work_units(work_limit))
    return NearPlans((NearPlan(dict(pairs), losses(lost), proven) for pairs, lost, proven in rows), complete)


def stability(plan: Plan, samples: int, seed: int, weights: int, unknown: bool, work_limit: int | None) -> Stability:
    """See :meth:`husrom.Plan.stability`."""
    problem = plan.problem
    threads = len(os.sched_getaffinity(0))
    row = _core.stability(
        plan.core,
        problem.case.core,
        problem.policy.core,
        count(samples, "samples"),
        whole(seed, "seed", 0),
        whole(weights, "weights", 0, 100),
        flag(unknown, "unknown"),
        threads,
        work_units(work_limit),
    )
    return Stability(
        tuple(row["placements"]), row["samples"], row["impossible"], row["proven"], row["unknown_cells"], row["unvaried_cells"], plan.kind
    )


def run_mechanism(
    problem: AllocationProblem,
    mechanism: MechanismName,
    *,
    preference: str = "",
    priority: str = "",
    seed: int | None = None,
) -> MechanismOutcome:
    """Allocates by another mechanism, to compare a plan with: stable where homes alone are scarce, by lot, or as offices do today.

    A refused proposal is not made again: under caps deferred acceptance may leave somebody without a home beside a free one that fits.

    Parameters
    ----------
    problem : AllocationProblem
        The same pairs, limits and people.
    mechanism : {"deferred_acceptance", "serial_dictatorship", "hardest_first"}
        People propose and homes keep whom the priority puts first; people choose in the order of a lottery; homes that few people fit
        are filled first.
    preference : str, optional
        A term that says what a person wishes; the first goal that maximises a score when not given. A term that is off is refused.
    priority : str, optional
        A term that says who goes first; the columns of the policy's ties in their order when not given.
    seed : int, optional
        Of the lottery that decides between equals and the order of serial dictatorship, from 0 to 2**63 - 1 as on the command line; the
        policy's ``lottery_seed`` when not given. The outcome names it.
    """
    expect(problem, AllocationProblem, "problem", "an allocation problem, from husrom.build")
    terms = text(preference, "preference"), text(priority, "priority")
    drawn = None if seed is None else whole(seed, "seed", 0)
    row = _core.run_mechanism(problem.core, text(mechanism, "mechanism"), *terms, drawn)
    return MechanismOutcome(
        mechanism=mechanism,
        placements=dict(row["placements"]),
        goals={goal: scaled(reached, digits) for goal, _, digits, _, reached, _ in row["goals"]},
        housed=row["housed"],
        order=tuple(row["order"]),
        seed=row["seed"],
        broken_duties=row["broken_duties"],
        envy=row["envy"],
    )
