"""Offers with a choice: sets of homes that are safe whatever everybody chooses, and what follows from the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from husrom._core import decide as _core
from husrom.arguments import count, one_of, text, whole
from husrom.errors import InvalidArgument
from husrom.frames import Columns, Frame, Kind, to_frame
from husrom.quantity import losses_by_goal, scaled

if TYPE_CHECKING:
    from husrom.plan import Plan


@dataclass(frozen=True)
class OfferedHome:
    """One home of a set."""

    unit: str
    planned: bool
    """The home of the plan."""
    confirm: tuple[str, ...]
    """Rules to be confirmed before the offer."""
    after: str | None
    """The tenant who has to move first, where no place of the home is free."""


@dataclass(frozen=True)
class OfferSet:
    """The homes among which a person may choose."""

    participant: str
    state: str
    """``"open"``, ``"accepted"`` or ``"stays"``."""
    homes: tuple[OfferedHome, ...]


@dataclass(frozen=True)
class Guarantee:
    """What a goal can come to, whatever is chosen."""

    goal: str
    minimise: bool
    planned: int | float
    """Of the plan behind the offers, had no choice so far cost anything."""
    worst: int | float
    loss: int | float
    """What the choices of the whole round can cost, those made included."""
    allowed: int | float


class Offers:
    """A round of offers, immutable: an answer gives a new one. Made by :meth:`husrom.Plan.offers`.

    No home is in two sets, unless it is a shared one with a place for each. Whatever each person chooses, every limit is kept, and no goal falls below its guarantee.
    """

    def __init__(self, core: _core.Offers, kind: Kind) -> None:
        self.core = core
        self.kind = kind

    @property
    def sets(self) -> tuple[OfferSet, ...]:
        """By participant id."""
        return tuple(
            OfferSet(
                participant,
                state,
                tuple(OfferedHome(unit, planned, tuple(confirm), after or None) for unit, planned, confirm, after in homes),
            )
            for participant, state, homes in self.core.sets()
        )

    @property
    def guarantees(self) -> tuple[Guarantee, ...]:
        """One for each goal of the policy."""
        return tuple(
            Guarantee(goal, minimise, scaled(planned, digits), scaled(worst, digits), scaled(loss, digits), scaled(allowed, digits))
            for goal, minimise, digits, planned, worst, loss, allowed in self.core.guarantees()
        )

    @property
    def parked(self) -> dict[str, int]:
        """People who are out of this round after a refusal, with the days that the policy says; a tenant who may move stays."""
        return {participant: days for participant, days, _ in self.core.parked()}

    @property
    def withdrawn(self) -> tuple[tuple[str, str], ...]:
        """(participant, home): offers that the last refusal made impossible to keep. None, as a rule."""
        return tuple(self.core.withdrawn())

    @property
    def duties_broken(self) -> bool:
        """No allocation keeps every duty and floor after the answers so far."""
        return self.core.duties_broken

    def respond(
        self, participant: str, answer: Literal["accept", "refuse"], *, unit: str | None = None, reason: str | None = None
    ) -> Offers:
        """The person's answer, and what follows from it.

        Parameters
        ----------
        participant : str
            Somebody with an open offer.
        answer : {"accept", "refuse"}
            One home of the set is accepted, or the whole set is refused.
        unit : str, optional
            The home accepted; the planned one when not given.
        reason : str, optional
            Of a refusal; one of the policy's ``[refusals]``, which says what follows.

        Offers made to others stand, unless a duty needs one of their homes: ``withdrawn`` names it. What is refused is not offered to the
        person again; homes that are free go to those without an offer, by the policy's goals.
        """
        participant = text(participant, "participant")
        if not one_of(answer, ("accept", "refuse")):
            raise InvalidArgument('an answer is "accept" or "refuse"')
        if answer == "accept":
            if reason is not None:
                raise InvalidArgument("reason belongs to refuse")
            home = text(unit, "unit") if unit is not None else self._planned(participant)
            return Offers(self.core.accept(participant, home), self.kind)
        if unit is not None:
            raise InvalidArgument("unit belongs to accept; a refusal is of the whole set")
        if reason is None:
            raise InvalidArgument("a refusal needs its reason")
        return Offers(self.core.refuse(participant, text(reason, "reason")), self.kind)

    def _planned(self, participant: str) -> str:
        for one in self.sets:
            if one.participant == participant:
                return one.homes[0].unit
        return ""  # whoever has no set is told so by the answer

    def frame(self) -> Frame:
        """One row a home offered."""
        rows = [(one, home) for one in self.sets for home in one.homes]
        columns = Columns(
            participant_id=[one.participant for one, _ in rows],
            unit_id=[home.unit for _, home in rows],
            state=[one.state for one, _ in rows],
            planned=[home.planned for _, home in rows],
            confirm=[";".join(home.confirm) or None for _, home in rows],
            after=[home.after for _, home in rows],
        )
        return to_frame(columns, self.kind, {"planned": bool})

    def __repr__(self) -> str:
        sets = self.sets
        return f"<Offers: {len(sets)} people, {sum(len(one.homes) for one in sets)} homes, {sum(one.state == 'accepted' for one in sets)} accepted>"


def offers(plan: Plan, k: int | None, max_loss: Mapping[str, int | float | Decimal] | None, work_limit: int) -> Offers:
    """See :meth:`husrom.Plan.offers`."""
    declared = None if max_loss is None else losses_by_goal(max_loss, "max_loss")
    homes = None if k is None else count(k, "k")
    return Offers(_core.offers(plan.core, homes, declared, whole(work_limit, "work_limit", 0)), plan.kind)
