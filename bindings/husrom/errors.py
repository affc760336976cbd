"""What can go wrong. Outcomes (infeasible, out of time) are statuses, never exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from husrom._core.model import Finding


def expect(value: object, kind: type, name: str, origin: str) -> None:
    """Refuses what is not of a kind, naming where such a thing comes from."""
    if not isinstance(value, kind):
        raise InvalidArgument(f"{name} is {origin}, not {type(value).__name__}")


class Error(Exception):
    """What husrom itself refuses derives from this.

    Beside it come Python's own: an OSError of a path that is not there or cannot be read (:func:`husrom.read`, :meth:`husrom.Policy.load`),
    a TypeError of a call with other arguments than those named, a KeyError of a name that a mapping such as :class:`husrom.Runs` does not
    hold, KeyboardInterrupt, MemoryError, and whatever a function of the caller's raises (``progress``, ``clock``, an executor). What
    :func:`husrom.matching.linear_sum_assignment` and its batch raise is said there: the errors of SciPy.
    """


class InvalidInput(Error, ValueError):
    """A case, a policy or a scenario has errors; ``findings`` holds every one of them, warnings and notes too."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings: list[Finding] = list(findings)


class InvalidArgument(Error, ValueError):
    """An argument is out of its documented range; the message names it and what was expected."""


class Overflow(Error, OverflowError):
    """A sum or product leaves the 64-bit range; scale the weights down or declare fewer digits."""


class InternalError(Error, RuntimeError):
    """The engine's own mistake, such as a result that the independent checker refuses. Please report it."""
