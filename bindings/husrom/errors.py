"""What can go wrong. Outcomes (infeasible, out of time) are statuses, never exceptions."""

from __future__ import annotations


class Error(Exception):
    """Everything that husrom raises derives from this."""


class InvalidArgument(Error, ValueError):
    """An argument is out of its documented range; the message names it and what was expected."""


class Overflow(Error, OverflowError):
    """A sum or product leaves the 64-bit range; scale the weights down or declare fewer digits."""


class InternalError(Error, RuntimeError):
    """The engine's own mistake, such as a result that the independent checker refuses. Please report it."""
