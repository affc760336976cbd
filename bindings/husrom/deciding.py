"""The questions and decisions of a plan, as its methods."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from husrom.offering import Offers, offers
from husrom.questions import Alternatives, Help, WhyNot, alternatives, what_would_help, why_not
from husrom.reviewing import Review, utc_now

if TYPE_CHECKING:
    from husrom.plan import Plan


class Deciding:
    """What :class:`husrom.Plan` is asked, and what a person decides about it."""

    def why_not(self, participant: str, unit: str, *, work_limit: int | None = None) -> WhyNot:
        """Why this person does not have this home, and exactly what it would cost.

        The pair is forced and the problem solved again: the loss goal by goal, who would move or lose a home. A pair that is ruled out is
        told by every rule that says so, and which of its facts could change.
        """
        return why_not(self._plan, participant, unit, work_limit)

    def alternatives(self, participant: str, k: int = 5, *, work_limit: int | None = None) -> Alternatives:
        """Up to ``k`` other homes this person could have, best first, each with its exact loss."""
        return alternatives(self._plan, participant, k, work_limit)

    def what_would_help(
        self,
        participant: str,
        *,
        most_changes: int = 2,
        most_sets: int = 5,
        most_tried: int = 2000,
        work_limit: int | None = None,
    ) -> Help:
        """The smallest sets of changes, from the policy's ``[[change]]`` menu, with which the best plan houses this person.

        Every set that is told was solved with its changes; every smaller set is ruled out. Protected facts are never among the changes.
        """
        return what_would_help(self._plan, participant, most_changes, most_sets, most_tried, work_limit)

    def offers(
        self,
        k: int | None = None,
        max_loss: Mapping[str, int | float | Decimal] | None = None,
        *,
        work_limit: int = 50_000_000,
    ) -> Offers:
        """Everybody housed is offered up to ``k`` homes, no home to two people, safe whatever each of them chooses.

        ``k`` and ``max_loss`` (goal id to loss, in the goal's unit) are the policy's ``[offers]`` when not given; a goal that is not named
        loses nothing.
        """
        return offers(self._plan, k, max_loss, work_limit)

    def review(
        self,
        actor: str,
        log: str | os.PathLike[str],
        *,
        reasons: Sequence[str] = (),
        clock: Callable[[], str] = utc_now,
    ) -> Review:
        """Goes through the plan: accept, override, lock, forbid, and solve around the decisions; all of it logged.

        ``actor`` is a pseudonym. ``reasons`` are the codes that an override may give; any code when there are none. ``clock`` gives the
        time of a decision as it shall stand in the log.
        """
        return Review(self._plan, actor, log, reasons, clock)

    @property
    def _plan(self) -> Plan:
        return cast("Plan", self)
