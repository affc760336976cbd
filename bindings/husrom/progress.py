"""Progress of a long solve: on in a terminal or a notebook, off elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from husrom.arguments import one_of
from husrom.errors import InvalidArgument
from husrom.quantity import scaled


@dataclass(frozen=True)
class Progress:
    """How far a solve has come."""

    elapsed: float
    """Seconds since it began."""
    goal: str
    """The goal that is being proven."""
    placed: int
    """Placements in the best plan so far."""
    gap: int | float | None
    """How much better that goal could still become; None before there is a plan."""

    def __str__(self) -> str:
        gap = "no plan yet" if self.gap is None else f"gap {self.gap:g}"
        return f"{self.elapsed:7.1f} s  goal {self.goal}  {self.placed} placed  {gap}"


ProgressOption: TypeAlias = Literal["auto", "line", "none"] | Callable[[Progress], object] | None


class Reporter:
    """What the engine calls about ten times a second; passes on what the caller asked for."""

    def __init__(self, show: Callable[[Progress], object], goals: Sequence[tuple[str, int]]) -> None:
        self._show = show
        self._goals = goals

    def __call__(self, elapsed: float, goal: int, placed: int, gap: int, has_plan: bool) -> None:
        """One report of the engine, in its own integers."""
        name, digits = self._goals[goal]
        self._show(Progress(elapsed, name, placed, scaled(gap, digits) if has_plan else None))


def show_for(option: ProgressOption) -> Callable[[Progress], object] | None:
    """The function that shows progress, or None."""
    if callable(option):
        return option
    if option is None or one_of(option, ["none"]):
        return None
    if one_of(option, ["auto"]):
        return _line if sys.stderr.isatty() or "ipykernel" in sys.modules else None
    if one_of(option, ["line"]):
        return _line
    raise InvalidArgument('progress is "auto", "line", "none" or a function of one Progress')


def _line(progress: Progress) -> None:
    print(f"\r{progress}", end="", file=sys.stderr, flush=True)


def end_line(show: Callable[[Progress], object] | None) -> None:
    """Leaves the line on which progress was shown."""
    if show is _line:
        print(file=sys.stderr)
