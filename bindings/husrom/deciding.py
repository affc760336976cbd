"""The questions and decisions of a plan, as its methods."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast

from husrom._core import decide as _core
from husrom.arguments import text, whole
from husrom.judging import Fairness, FairnessPrice, NearPlans, Stability, fairness, near_optimal, price_of_fairness, stability
from husrom.offering import Offers, offers
from husrom.questions import Alternatives, Help, WhyNot, all_alternatives, alternatives, what_would_help, why_not
from husrom.reviewing import Review, utc_now

if TYPE_CHECKING:
    from husrom.plan import Plan


class Deciding:
    """What :class:`husrom.Plan` is asked, and what a person decides about it.

    A question is answered by solving again. ``work_limit`` bounds each of these solves, repeatably on every machine; without it some ten
    seconds of work. What could not be proven within it is told as such (``exact`` is false, the loss what was found, neither least nor
    most), and may be answered otherwise by the same plan read from its folder: a plan just made knows where its search ended, a saved one
    does not.
    """

    def why_not(self, participant: str, unit: str, *, work_limit: int | None = None) -> WhyNot:
        """Why this person does not have this home, and exactly what it would cost.

        The pair is forced and the problem solved again: the loss goal by goal, who would move or lose a home. A pair that is ruled out is
        told by every rule that says so, and which of its facts could change.
        """
        return why_not(self._plan, participant, unit, work_limit)

    def alternatives(self, participant: str, k: int = 5, *, work_limit: int | None = None) -> Alternatives:
        """Up to ``k`` other homes this person could have, best first, each with its exact loss."""
        return alternatives(self._plan, participant, k, work_limit)

    def all_alternatives(
        self,
        k: int = 5,
        *,
        threads: int | None = None,
        work_limit: int | None = None,
        on_person: Callable[[int], object] | None = None,
    ) -> dict[str, Alternatives]:
        """What :meth:`alternatives` says of everybody, by participant id, in the problem's order.

        ``threads`` people are asked at a time, all cores when not given; threads change time, never the answer. ``on_person`` is told how
        many people are done, a few times a second and in the end, on this thread; what it raises ends the work. Ctrl-C returns what is
        there: whose turn had not come is not ``asked``, and who was being asked has what was found by then.
        """
        return all_alternatives(self._plan, k, threads, work_limit, on_person)

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
        """Goes through the plan: accept, override, lock, forbid, withdraw, and solve around the decisions; all of it logged.

        ``actor`` is a pseudonym. An override gives one of the policy's ``[overrides]``; ``reasons`` narrow them. Where the policy has none
        it gives one of ``reasons``, or, without these, any code of capitals, digits and underscores. ``clock`` gives the time of a
        decision as it shall stand in the log.
        """
        return Review(self._plan, actor, log, reasons, clock)

    def fairness(self, by: Sequence[str] | str, *, least: int = 5) -> Fairness:
        """How the plan treats groups of people, by one or more columns.

        Numbers about fewer than ``least`` people are hidden, and so is what gives them away: of the numbers of one call, no sum and no
        difference is a hidden number, and none tells a thing that is the same for everybody in hidden groups. Two calls are not looked at
        together: name all columns of what you publish in one.
        """
        return fairness(self._plan, by, least)

    def price_of_fairness(self, by: str, *, least: int = 5, work_limit: int | None = None) -> FairnessPrice:
        """What it costs, goal by goal, to house no group in a smaller share than can be reached.

        Groups of fewer than ``least`` people are left out.
        """
        return price_of_fairness(self._plan, by, least, work_limit)

    def envy(self, *, preference: str = "", priority: str = "", seed: int | None = None) -> tuple[tuple[str, str, str], ...]:
        """Justified envy: (who, who holds the home, the home), where the first wishes for it, goes first and could have taken it.

        Equals do not go before each other, unless a ``seed`` is given: then by its lottery, as :func:`husrom.run_mechanism` counts for an
        outcome of the same seed.
        """
        self._plan.require_allocation()
        terms = text(preference, "preference"), text(priority, "priority")
        return tuple(_core.envy(self._plan.core, *terms, None if seed is None else whole(seed, "seed", 0)))

    def near_optimal(
        self, k: int, within: Mapping[str, int | float | Decimal] | None = None, *, work_limit: int | None = None
    ) -> NearPlans:
        """Up to ``k`` further plans within a loss (goal id to loss), each sharing as few placements as can be with those before it.

        ``complete`` of the answer says that there is no further plan within the loss. Without it and with fewer than ``k`` plans, a
        search ended at its limit of work.
        """
        return near_optimal(self._plan, k, {} if within is None else within, work_limit)

    def stability(
        self, *, samples: int = 20, seed: int = 0, weights: int = 10, unknown: bool = True, work_limit: int | None = None
    ) -> Stability:
        """How often each placement survives when what is uncertain varies; the same seed draws the same samples.

        Parameters
        ----------
        samples : int
            Each is built and solved anew.
        weights : int
            Percent by which each weight of a score varies, up and down.
        unknown : bool
            Facts that nobody has filled in take values by lot: as the policy's ``[uncertain]`` says of their column, and flags that the
            policy reads true or false without an entry there. A column that the case does not have is unknown for everybody.
        """
        return stability(self._plan, samples, seed, weights, unknown, work_limit)

    def draft_decision(self, participant: str, lang: Literal["nb", "nn", "en"] = "nb") -> str:
        """A draft of the grounds for a decision, for a person to judge, complete and sign. It names nobody else."""
        return _core.draft_decision(self._plan.core, text(participant, "participant"), text(lang, "lang"))

    @property
    def _plan(self) -> Plan:
        return cast("Plan", self)
