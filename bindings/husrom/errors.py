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
    """Everything that husrom raises derives from this."""


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
