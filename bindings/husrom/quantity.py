"""Whole numbers of the engine as the office reads them, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, InvalidOperation
from numbers import Integral
from typing import overload

import numpy as np

from husrom.arguments import mapping, text
from husrom.errors import InvalidArgument

_exact = Context(prec=MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX)
"""Rounds nothing, whatever the caller's own context is set to."""


@overload
def scaled(value: int, digits: int) -> int | float: ...
@overload
def scaled(value: None, digits: int) -> None: ...
def scaled(value: int | None, digits: int) -> int | float | None:
    """value / 10^digits: whole when no digits are declared, else the nearest double (the exact integers stand in the run folder)."""
    if value is None or digits == 0:
        return value
    return ratio(value, 1, digits)


def ratio(numerator: int, denominator: int, digits: int) -> float:
    """numerator / denominator / 10^digits as the nearest double."""
    scale: int = 10 ** abs(digits)
    return numerator / (denominator * scale) if digits >= 0 else numerator * scale / denominator


def plain(value: float) -> str:
    """The shortest decimal text that reads back as the same double, without an exponent."""
    return format(Decimal(repr(value)).normalize(_exact), "f")


def number(digits: Iterable[int]) -> type:
    """What :func:`scaled` makes a column of, in which values have so many digits."""
    return float if any(digits) else int


def decimal(value: int | float | str | Decimal, name: str) -> tuple[int, int]:
    """(v, d) with value = v / 10^d exactly; a double counts as the shortest decimal text that reads back as the same double."""
    if isinstance(value, bool | np.bool_):
        raise InvalidArgument(f"{name} is a number, not a flag")
    try:
        exact = _number(value)
    except InvalidOperation:
        exact = None
    if exact is None:
        raise InvalidArgument(f"{name} is a number, not {'such a text' if isinstance(value, str) else type(value).__name__}")
    if not exact.is_finite():
        raise InvalidArgument(f"{name} is a finite number")
    sign, digits, exponent = exact.normalize(_exact).as_tuple()
    assert isinstance(exponent, int)
    # Before the digits are read and the power is taken, which may be beyond any memory.
    fits = len(digits) <= 19 and abs(exponent) <= 18
    whole = int("".join(map(str, digits)) or "0") * (-1 if sign else 1) if fits else 0
    if not fits or abs(whole) * 10 ** max(exponent, 0) >= 2**63:
        raise InvalidArgument(f"{name} does not fit 64 bits: it is below 2^63, with at most 18 decimals")
    return (whole * 10**exponent, 0) if exponent >= 0 else (whole, -exponent)


def _number(value: object) -> Decimal | None:
    if isinstance(value, Decimal | str):
        return Decimal(value)
    if isinstance(value, Integral) and not isinstance(value, np.timedelta64):
        return Decimal(int(value))
    if isinstance(value, float) or (isinstance(value, np.floating) and value.itemsize <= 8):
        return Decimal(repr(float(value)))
    return None


def losses_by_goal(losses: Mapping[str, int | float | Decimal], name: str) -> dict[str, tuple[int, int]]:
    """What each goal may lose, in its own unit."""
    given = mapping(losses, name, "goal id to loss")
    return {text(goal, f"each goal of {name}"): decimal(loss, f"{name} of {goal}") for goal, loss in given.items()}
