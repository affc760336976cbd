"""The plan: who is housed where, who waits and why, what each limit allows, and how good it is proven to be."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from html import escape
from typing import Any, Literal, TypedDict

from husrom import arguments
from husrom._core import io as _io
from husrom._core import plan as _core
from husrom.arguments import count, seconds, whole, work_units
from husrom.deciding import Deciding
from husrom.errors import InvalidArgument, expect
from husrom.explanation import Explanation, explain
from husrom.frames import Columns, Frame, Kind, html_table, to_frame
from husrom.problem import AllocationProblem
from husrom.progress import ProgressOption, Reporter, end_line, show_for
from husrom.quantity import decimal, number, ratio, scaled


@dataclass(frozen=True)
class Goal:
    """What one goal reached. A goal's bound holds given the earlier goals at their values."""

    id: str
    minimise: bool
    reached: int | float
    bound: int | float | None
    """No plan can do better; None when the solve was stopped before this goal had a bound."""
    gap: int | float | None
    proven: bool
    tie: bool
    """One of the two goals that break ties: queue days, then the lottery."""


class Plan(Deciding):
    """An allocation, immutable, checked by the independent checker before it was returned. It proposes; a person decides.

    When there is none (``status`` is ``"infeasible"`` or ``"unknown"``) the tables and goals raise :class:`husrom.InvalidArgument`.
    """

    core: _core.Plan
    """The engine's own object; private to the package."""

    def __init__(self, core: _core.Plan, problem: AllocationProblem) -> None:
        self.core = core
        self.problem = problem

    @property
    def kind(self) -> Kind:
        """What tables about this plan are returned as."""
        return self.problem.kind

    @property
    def status(self) -> str:
        """What is known: ``"optimal"``, ``"feasible"``, ``"infeasible"`` or ``"unknown"``."""
        return self.core.status

    @property
    def stopped_by(self) -> str:
        """Why it ended: ``"proof"``, ``"gap"``, ``"time_limit"``, ``"work_limit"`` or ``"interrupt"``."""
        return self.core.stopped_by

    @property
    def canonical(self) -> bool:
        """The goals that break ties are proven too: this is the one plan, the same bytes on any machine."""
        return self.core.canonical

    @property
    def reproducible(self) -> bool:
        """False when a clock or an interrupt decided where it ended."""
        return self.core.reproducible

    @property
    def verified(self) -> bool:
        """The independent checker accepted the plan and its proof."""
        return self.core.verified

    def require_allocation(self) -> None:
        """Raises when there is none; private to the package."""
        if not self.has_allocation:
            raise InvalidArgument(f"the plan has no allocation: its status is {self.status}")

    @property
    def has_allocation(self) -> bool:
        """True for ``"optimal"`` and ``"feasible"``."""
        return self.core.has_allocation

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The policy's goals in order, then the two that break ties."""
        return tuple(
            Goal(
                id=name,
                minimise=minimise,
                reached=scaled(reached, digits),
                bound=scaled(bound, digits) if bounded else None,
                gap=scaled(gap, digits) if bounded else None,
                proven=proven,
                tie=tie,
            )
            for name, minimise, tie, digits, reached, bound, gap, proven, bounded in self.core.goals()
        )

    @property
    def housed(self) -> int:
        """People who had no home of their own and now have one."""
        return self.core.housed

    @property
    def seed(self) -> int:
        """The seed of the search; the lottery's seed stands in the policy."""
        return self.core.seed

    @property
    def digest(self) -> str:
        """SHA-256 of problem digest, seed, status, goals and sorted assignments."""
        return self.core.digest

    def assignments(self) -> Frame:
        """Who gets which home, by participant id. ``confirm`` names rules to be confirmed before an offer, ``;``-separated.

        ``outcome`` is ``"housed"``, ``"stays"`` or ``"moves"``; in files and in the commands' JSON it is called ``kind``, and ``new`` stands
        for ``housed``.
        """
        rows = self.core.assignments()
        columns = Columns(
            participant_id=[participant for participant, *_ in rows],
            unit_id=[unit for _, unit, *_ in rows],
            outcome=["stays" if stays else "moves" if moves else "housed" for _, _, stays, moves, _ in rows],
            confirm=[";".join(confirm) or None for *_, confirm in rows],
        )
        return to_frame(columns, self.kind)

    def waiting(self, lang: str = "en") -> Frame:
        """Who waits, by participant id, with a reason code for everyone and the reason in words."""
        rows = self.core.waiting()
        columns = Columns(
            participant_id=[participant for participant, *_ in rows],
            reason=[reason for _, reason, *_ in rows],
            homes_that_fit=[fit for _, _, fit, _, _ in rows],
            homes_that_fail=[fail for _, _, _, fail, _ in rows],
            blocking_limit=[limit or None for *_, limit in rows],
            text=self.core.waiting_words(arguments.language(lang)),
        )
        return to_frame(columns, self.kind, {"homes_that_fit": int, "homes_that_fail": int})

    def limits(self) -> Frame:
        """Every limit: use by this plan, what tenants use, cap and floor, room after tenants, what is left of it (of a limit with a floor
        alone: use above the floor), and whether it binds."""
        declared = self.problem.core.limits()
        rows = [(declared[position], use, left, binds) for position, use, left, binds in self.core.limits()]
        columns = Columns(
            limit=[row["id"] for row, *_ in rows],
            group=[row["group"] or None for row, *_ in rows],
            use=[scaled(use, row["digits"]) for row, use, _, _ in rows],
            tenants=[scaled(row["tenants"], row["digits"]) for row, *_ in rows],
            min=[scaled(row["min"], row["digits"]) for row, *_ in rows],
            max=[scaled(row["max"], row["digits"]) for row, *_ in rows],
            room=[scaled(row["room"], row["digits"]) for row, *_ in rows],
            left=[None if row["max"] is None and row["min"] is None else scaled(left, row["digits"]) for row, _, left, _ in rows],
            binds=[binds for *_, binds in rows],
            soft=[row["soft"] for row, *_ in rows],
        )
        quantities = dict.fromkeys(("use", "tenants", "min", "max", "room", "left"), number(row["digits"] for row, *_ in rows))
        return to_frame(columns, self.kind, {**quantities, "binds": bool, "soft": bool})

    def prices(self) -> Frame:
        """What the proof of each goal that was bounded charges for every unit and limit; for those that are not listed it charges nothing.

        Each is for one home more, or for 1 more of room in the limit's own unit (an hour, also where it counts in hundredths), in the
        goal's own unit. They are multipliers of a bound that counts fractions of people, and others may prove the same. So one more may
        truly bring more or less, or something where nothing is charged: where the proof rests on a head count, on a limit that follows
        from others or on a tree, or rounds. A scenario (:meth:`husrom.Scenario.set_limit`, ``by=1``) tells exactly.
        """
        self.require_allocation()
        goals, homes = self.problem.core.goals, self.problem.units
        limits = {limit["numeric"]: limit for limit in self.problem.core.limits() if limit["numeric"] >= 0}
        columns = Columns(goal=[], kind=[], id=[], group=[], price=[])
        for goal, denominator, _, units, limit_prices in self.core.prices():
            found: list[tuple[str, str, str | None, int, int]] = []
            found += [("unit", homes[i], None, price, 0) for i, price in enumerate(units) if price]
            # The proof prices the smallest step of a limit, of which a whole unit has 10^digits.
            found += [
                ("limit", limits[k]["id"], limits[k]["group"] or None, price, limits[k]["digits"])
                for k, price in enumerate(limit_prices)
                if price and k in limits
            ]
            for what, name, group, price, digits in found:
                columns["goal"].append(goals[goal]["id"])
                columns["kind"].append(what)
                columns["id"].append(name)
                columns["group"].append(group)
                columns["price"].append(ratio(price, denominator, goals[goal]["digits"] - digits))
        return to_frame(columns, self.kind, {"price": float})

    def explain(self, participant: str, audience: Literal["caseworker", "participant"] = "caseworker") -> Explanation:
        """What was decided for one person and why: rules passed, score by term, what stood in the way."""
        return explain(self.core, self.problem, arguments.text(participant, "participant"), audience)

    def summary(self, lang: str = "en") -> str:
        """Status, goals with bounds and gaps, how many wait for which reason, the limits that bind, the digest."""
        return self.core.summary(arguments.language(lang))

    def save(self, folder: str | os.PathLike[str], with_problem: bool = False) -> str:
        """Writes the run folder, whole or not at all. ``with_problem`` adds the integer problem for an auditor.

        A folder that holds anything else than the files of a run, such as notes or the log of a review, is not replaced.

        Returns the head of the run's log: the hash that ``verify`` compares when it is given.
        """
        return _io.save(self.core, arguments.path(folder, "folder"), arguments.flag(with_problem, "with_problem"), "")

    def __repr__(self) -> str:
        return f"<Plan {self.problem.case.name}: {self.core.headline('en').strip()}>"

    def _repr_html_(self) -> str:
        parts = [f"<p>{escape(self.core.headline('en').strip())}</p>"]
        if self.has_allocation:
            goals = self.goals
            parts.append(
                html_table(
                    {
                        "goal": [goal.id for goal in goals],
                        "aim": ["lowest" if goal.minimise else "highest" for goal in goals],
                        "reached": [goal.reached for goal in goals],
                        "bound": [goal.bound for goal in goals],
                        "gap": [goal.gap for goal in goals],
                        "proven": [goal.proven for goal in goals],
                    },
                    caption=f"{self.problem.case.name}: goals, the first decides",
                )
            )
            housed = [row[:2] for row in self.core.assignments()]
            waits = [row[:2] for row in self.core.waiting()]
            parts.append(
                html_table({"participant": [row[0] for row in housed], "home": [row[1] for row in housed]}, caption=f"{len(housed)} placed")
            )
            parts.append(
                html_table({"participant": [row[0] for row in waits], "reason": [row[1] for row in waits]}, caption=f"{len(waits)} wait")
            )
        return f'<section lang="en">{"".join(parts)}</section>'


Start = Plan | Mapping[str, str]


def allocate(
    problem: AllocationProblem,
    *,
    seed: int = 0,
    threads: int | None = None,
    time_limit: float | timedelta | None = None,
    work_limit: int | None = None,
    gap: int | float | Decimal = 0,
    start: Start | None = None,
    progress: ProgressOption = "auto",
) -> Plan:
    """Solves, checks and explains. An infeasible or unproven outcome is a status of the plan, never an exception.

    Parameters
    ----------
    problem : AllocationProblem
        From :func:`husrom.build`.
    seed : int
        Of the search only; the lottery's seed stands in the policy.
    threads : int, optional
        All cores when not given. Threads change time, never the answer.
    time_limit : float or timedelta, optional
        Seconds. A clock makes the answer depend on the machine; ``work_limit`` is the repeatable stop.
    work_limit : int, optional
        In the engine's own units, the same on every machine.
    gap : number
        Stop when the last policy goal is proven within this much, in the goal's own unit.
    start : Plan or mapping, optional
        A plan, or participant id to unit id, to start from. Ids that are not there (those of another round, or misspelt ones) and pairs
        that are not open are passed over; where it breaks a limit it is mended.
    progress : {"auto", "line", "none"} or function
        A function is called with a :class:`Progress` a few times a second, on this thread.

    Ctrl-C stops the search, waits for it and returns the best checked plan, with ``stopped_by == "interrupt"``.
    """
    expect(problem, AllocationProblem, "problem", "an allocation problem, from husrom.build")
    show = show_for(progress)
    core = _core.allocate(
        problem.core,
        threads=count(threads, "threads") if threads is not None else len(os.sched_getaffinity(0)),
        progress=Reporter(show, [(goal["id"], goal["digits"]) for goal in problem.core.goals]) if show is not None else None,
        **_deciding(problem, seed, time_limit, work_limit, gap, start),
    )
    end_line(show)
    return Plan(core, problem)


class _Deciding(TypedDict):
    seed: int
    time_limit: float | None
    work_limit: int | None
    gap: int
    start: list[tuple[str, str]]


def _deciding(
    problem: AllocationProblem,
    seed: int = 0,
    time_limit: float | timedelta | None = None,
    work_limit: int | None = None,
    gap: int | float | Decimal = 0,
    start: Start | None = None,
) -> _Deciding:
    """The options that can change a plan, as the engine takes them."""
    last = problem.core.first_tie_goal - 1
    return {
        "seed": whole(seed, "seed", 0),
        "time_limit": seconds(time_limit),
        "work_limit": work_units(work_limit),
        "gap": _gap(gap, problem.core.goals[last]["digits"] if last >= 0 else 0),
        "start": start_pairs(start),
    }


def run_key(problem: AllocationProblem, options: Mapping[str, Any]) -> str:
    """Names the run of :func:`allocate` with these options by all that decides it; threads and progress do not."""
    deciding = {name: value for name, value in options.items() if name not in {"threads", "progress"}}
    return _io.run_key(problem.core, **_deciding(problem, **deciding))


def _gap(gap: int | float | Decimal, digits: int) -> int:
    value, places = decimal(gap, "gap")
    if value < 0 or places > digits:
        raise InvalidArgument(f"gap is at least 0, in the last goal's unit, with at most {digits} decimals")
    return int(value * 10 ** (digits - places))


def start_pairs(start: Start | None) -> list[tuple[str, str]]:
    """Participant and home of what to start from."""
    if start is None:
        return []
    if isinstance(start, Plan):
        return [(participant, unit) for participant, unit, *_ in start.core.assignments()]
    if isinstance(start, Mapping):
        return [
            (arguments.text(who, "each participant of start"), arguments.text(unit, "each unit of start")) for who, unit in start.items()
        ]
    raise InvalidArgument("start is a plan, or a mapping of participant id to unit id")
