"""A person decides: a plan gone through, every decision logged in a way that shows tampering, and the rest solved around it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from husrom._core import decide as _core
from husrom._core import io as _io
from husrom.arguments import flag, path, text, texts, work_units
from husrom.case import Case
from husrom.errors import InvalidArgument
from husrom.problem import AllocationProblem
from husrom.questions import WhyNot, to_why_not

if TYPE_CHECKING:
    from husrom.plan import Plan


@dataclass(frozen=True)
class Decision:
    """One decision of a review: ``"accept"``, ``"override"``, ``"lock"`` or ``"forbid"``."""

    kind: str
    participant: str
    unit: str
    reason: str | None
    waived: tuple[str, ...]
    """Rules that an override sets aside for this pair."""


def utc_now() -> str:
    """The time as the log holds it."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Review:
    """Goes through a plan. Made by :meth:`husrom.Plan.review`.

    The log is JSON lines, each with the SHA-256 of the line before; it holds ids, codes and references, never a value of the case. Keep
    ``head`` elsewhere too: a chain alone does not show that its end was cut off. One writer at a time. Opened again for the same plan, with
    the same log, a review holds the decisions that stand there, those of earlier rounds too, also after its writer was killed.
    """

    def __init__(
        self, plan: Plan, actor: str, log: str | os.PathLike[str], reasons: Sequence[str] = (), clock: Callable[[], str] = utc_now
    ) -> None:
        self._problem = plan.problem
        self._plan = plan
        if not callable(clock):
            raise InvalidArgument(f"clock is a function that gives the time as a text, not {type(clock).__name__}")
        self._clock = clock
        self._core = _core.Review(
            plan.problem.case.core,
            plan.problem.policy.core,
            plan.core,
            path(log, "log"),
            text(actor, "actor"),
            texts(reasons, "reasons"),
            self._now(),
        )

    def _now(self) -> str:
        return text(self._clock(), "what clock gives")

    @property
    def plan(self) -> Plan:
        """The plan under review; after :meth:`resolve` the new one."""
        return self._plan

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Those that stand, of earlier rounds too, in the order made: a later one about a person's home goes before an earlier one."""
        return tuple(Decision(kind, who, unit, reason or None, tuple(waived)) for kind, who, unit, reason, waived in self._core.decisions())

    @property
    def head(self) -> str:
        """The hash of the log's last line."""
        return self._core.head

    @property
    def about_other_plans(self) -> int:
        """How many decisions of the log are none of this plan and of those that it came from."""
        return self._core.about_other_plans

    @property
    def log_went_on(self) -> bool:
        """When it was read, the log spoke of another plan last: of a later round, or of another run."""
        return self._core.log_went_on

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found when the log was opened: a last line that an earlier writer did not finish."""
        return tuple(self._core.notes)

    def accept(self, participant: str, reference: str = "") -> None:
        """What the plan gives this person is decided."""
        self._core.accept(text(participant, "participant"), text(reference, "reference"), self._now())

    def price(self, participant: str, unit: str) -> WhyNot:
        """What an override would cost, before it is made.

        It is the loss in the round as decided so far, but for what was decided of the person's home, which the override takes the place of.
        ``ruled_out_by`` names the rules that it would set aside; ``RULED_OUT`` says that no override can.
        """
        return to_why_not(self._core.price(text(participant, "participant"), text(unit, "unit")))

    def override(self, participant: str, unit: str, reason: str, reference: str = "") -> WhyNot:
        """Gives the person this home, whatever the plan and the rules say; returns, and logs, what it costs.

        ``reason`` is a code such as ``NEAR_SCHOOL``; words about a person belong in the case file, which ``reference`` points to.
        """
        return to_why_not(self._core.override(*_decided(participant, unit, reason, reference), self._now()))

    def lock(self, participant: str, unit: str, reason: str = "", reference: str = "") -> None:
        """The person gets this home, which the rules allow."""
        self._core.lock(*_decided(participant, unit, reason, reference), self._now())

    def forbid(self, participant: str, unit: str, reason: str = "", reference: str = "") -> None:
        """The person does not get this home; what was decided, required or set aside for the pair before ends."""
        self._core.forbid(*_decided(participant, unit, reason, reference), self._now())

    def withdraw(self, participant: str, unit: str, reason: str = "", reference: str = "") -> None:
        """Takes back what was decided of the pair; what had given way to that does not come back.

        In the round in which it was made it is as if it had not been; later the case loses what the decision wrote into its table
        ``pairs``. Raises ``InvalidArgument`` where no decision about the pair stands.
        """
        self._core.withdraw(*_decided(participant, unit, reason, reference), self._now())

    def resolve(self, *, work_limit: int | None = None) -> Plan:
        """Solves again around the decisions; the new plan is that of the case with the decisions in its table ``pairs``."""
        from husrom.plan import Plan

        threads = len(os.sched_getaffinity(0))
        core, decided, problem = self._core.resolve(self._now(), threads, work_units(work_limit))
        case = Case.from_core(decided, self._problem.case.kind, self._problem.case.policy_left_out)
        plan = Plan(core, AllocationProblem(problem, case, self._problem.policy))
        self._plan = plan
        return plan

    def save(self, folder: str | os.PathLike[str], with_problem: bool = False) -> str:
        """Saves the plan of the review as a run that names the head of the review's log; returns the head of the run's own log.

        ``husrom verify RUN --log LOG`` then finds a log whose end was cut off.
        """
        return _io.save(self._plan.core, path(folder, "folder"), flag(with_problem, "with_problem"), self.head)

    def __repr__(self) -> str:
        return f"<Review: {len(self.decisions)} decisions, log {self.head[:12]}…>"


def _decided(participant: str, unit: str, reason: str, reference: str) -> tuple[str, str, str, str]:
    return text(participant, "participant"), text(unit, "unit"), text(reason, "reason"), text(reference, "reference")
