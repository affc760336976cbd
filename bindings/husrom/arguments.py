"""Numbers that a caller gives: as the engine takes them, or refused by their name."""

from __future__ import annotations

from datetime import timedelta
from numbers import Integral, Real

from husrom.errors import InvalidArgument


def whole(value: int, name: str, least: int, most: int = 2**63 - 1) -> int:
    """A whole number from ``least`` to ``most``."""
    if isinstance(value, bool) or not isinstance(value, Integral) or not least <= value <= most:
        raise InvalidArgument(f"{name} is a whole number from {least} to {most}")
    return int(value)


def count(value: int, name: str) -> int:
    """How many: at least 1, in 32 bits."""
    return whole(value, name, 1, 2**31 - 1)


def seconds(limit: float | timedelta | None) -> float | None:
    """A time limit in seconds, or none, as it is beyond 30 years."""
    if limit is None:
        return None
    given = limit.total_seconds() if isinstance(limit, timedelta) else limit
    if isinstance(given, bool) or not isinstance(given, Real) or not given >= 0:
        raise InvalidArgument("time_limit is a number of seconds, at least 0, or a timedelta")
    given = float(given)
    return given if given < 1e9 else None


def work_units(limit: int | None) -> int | None:
    """A work limit, or none."""
    return None if limit is None else whole(limit, "work_limit", 0)
