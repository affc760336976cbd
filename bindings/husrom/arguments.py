"""What a caller gives: as the engine takes it, or refused by its name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import timedelta
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from husrom.errors import InvalidArgument

_no_numbers = (bool, np.timedelta64)
"""Which Python and NumPy count among the whole numbers."""


def whole(value: int, name: str, least: int, most: int = 2**63 - 1) -> int:
    """A whole number from ``least`` to ``most``."""
    if isinstance(value, _no_numbers) or not isinstance(value, Integral) or not least <= value <= most:
        raise InvalidArgument(f"{name} is a whole number from {least} to {most}")
    return int(value)


def count(value: int, name: str) -> int:
    """How many: at least 1, in 32 bits."""
    return whole(value, name, 1, 2**31 - 1)


def array(values: Any, name: str) -> NDArray[Any]:
    """NumPy's array; its own words about rows of different lengths do not say of which argument they are."""
    require_unmasked(values, name)
    try:
        return np.asarray(values)
    except ValueError as error:
        raise InvalidArgument(f"{name}: expected an array: {error}") from None


def require_unmasked(values: Any, name: str) -> None:
    """Refuses an array of which something is masked: an array without a mask would hold what stands behind it."""
    if np.ma.is_masked(values):
        raise InvalidArgument(f"{name}: some values are masked, which has no meaning here; leave them out")


def seconds(limit: float | timedelta | None) -> float | None:
    """A time limit in seconds, or none, as it is beyond 30 years."""
    if limit is None:
        return None
    given = limit.total_seconds() if isinstance(limit, timedelta) else limit
    if isinstance(given, _no_numbers) or not isinstance(given, Real) or not given >= 0:
        raise InvalidArgument("time_limit is a number of seconds, at least 0, or a timedelta")
    given = float(given)
    return given if given < 1e9 else None


def work_units(limit: int | None) -> int | None:
    """A work limit, or none."""
    return None if limit is None else whole(limit, "work_limit", 0)


def is_unicode(value: str) -> bool:
    """False for a text with half a surrogate pair, which ``errors="surrogateescape"`` leaves in place of a byte and no UTF-8 can hold."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


not_unicode = (
    'holds bytes that were not text when it was read (errors="surrogateescape"); read it in its own encoding, for example encoding="cp1252"'
)


def text(value: object, name: str) -> str:
    """A text. What it says is not repeated when it is refused: it may be about a person."""
    if not isinstance(value, str):
        raise InvalidArgument(f"{name} is a text, not {type(value).__name__}")
    if not is_unicode(value):
        raise InvalidArgument(f"{name} {not_unicode}")
    return value


def texts(values: object, name: str) -> list[str]:
    """Several of them; one alone would be taken for its letters."""
    if isinstance(values, str) or not isinstance(values, Iterable) or (isinstance(values, np.ndarray) and values.ndim == 0):
        raise InvalidArgument(f"{name} is a list of texts, not {type(values).__name__}")
    return [text(value, f"each of {name}") for value in values]


def path(value: object, name: str) -> str:
    """The path of a file or folder, as the engine opens it."""
    if not isinstance(value, str | bytes | os.PathLike):
        raise InvalidArgument(f"{name} is a path, not {type(value).__name__}")
    found = os.fsdecode(value)
    if not found or "\0" in found or not is_unicode(found):
        raise InvalidArgument(f"{name} is a path in UTF-8, not empty and without NUL; rename the file or folder")
    return found


def one_of(value: object, words: Iterable[str]) -> bool:
    """True for one of these words. Not everything can be compared with them: an array gives an array, pandas' NA gives NA."""
    return isinstance(value, str) and value in words


def language(lang: object) -> str:
    """A language that everything is said in."""
    if not one_of(lang, ("en", "nb")):
        raise InvalidArgument('lang is "en" or "nb"')
    return str(lang)


def flag(value: object, name: str) -> bool:
    """True or False, and nothing that merely counts as one."""
    if not isinstance(value, bool):
        raise InvalidArgument(f"{name} is True or False")
    return value


def function(value: Any, name: str, of: str) -> Any:
    """A function of what is named, or None."""
    if value is not None and not callable(value):
        raise InvalidArgument(f"{name} is a function of {of}, not {type(value).__name__}")
    return value


def mapping(value: object, name: str, what: str) -> Mapping[Any, Any]:
    """A dictionary or its like."""
    if not isinstance(value, Mapping):
        raise InvalidArgument(f"{name} is a mapping of {what}, not {type(value).__name__}")
    return value
