"""The right home, for the right person, in the right place: exact, explainable allocation of scarce municipal homes."""

from __future__ import annotations

from husrom._core import __version__
from husrom.errors import Error, InternalError, InvalidArgument, Overflow

__all__ = ["Error", "InternalError", "InvalidArgument", "Overflow", "__version__"]
