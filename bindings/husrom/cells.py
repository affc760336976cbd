"""Cells of a frame or of plain columns, cast to what the engine reads. Nothing is rounded and nothing is guessed: a column that does not
fit is refused by name, without its values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np

from husrom._core.model import CaseBuilder
from husrom.errors import InvalidArgument

_id_columns = frozenset({"current_unit"})


def add_table(builder: CaseBuilder, name: str, table: object, source: str) -> list[str]:
    """Adds a table's columns and returns what does not fit, in words."""
    builder.table(name, source)
    problems: list[str] = []
    for heading, column in _columns(table).items():
        try:
            _add_column(builder, heading, column)
        except InvalidArgument as error:
            problems.append(f"{name}.{heading}: {error}")
    return problems


def _columns(table: Any) -> Mapping[str, Any]:
    if isinstance(table, Mapping):
        columns = dict(table)
    else:
        try:
            frame = nw.from_native(table, eager_only=True)
        except TypeError as error:
            raise InvalidArgument(f"a table is an eager data frame or plain columns, not {type(table).__name__}") from error
        columns = {heading: frame[heading] for heading in frame.columns}
    for heading in columns:
        if not isinstance(heading, str):
            raise InvalidArgument(f"a heading is a text, not {type(heading).__name__}")
    return columns


def _add_column(builder: CaseBuilder, heading: str, column: object) -> None:
    if isinstance(column, nw.Series):
        values, known = _from_series(column)
    elif isinstance(column, np.ndarray):
        values, known = _from_array(column)
    elif isinstance(column, Sequence) and not isinstance(column, str | bytes):
        values, known = list(column), np.array([cell is not None for cell in column], dtype=np.uint8)
    else:
        raise InvalidArgument(f"a column is a list, an array or a series, not {type(column).__name__}")

    if (heading.endswith("_id") or heading in _id_columns) and _holds_decimals(values, known):
        raise InvalidArgument(
            "identifiers are text, and these came as decimal numbers (a blank cell makes pandas do that); "
            "read the column as text, for example with dtype=str"
        )
    if isinstance(values, np.ndarray):
        if values.dtype == np.int64:
            builder.integers(heading, values, known)
        elif values.dtype == np.uint8:
            builder.flags(heading, values, known)
        else:
            builder.decimals(heading, values, known)
    else:
        builder.text(heading, [text_of(cell) if seen else "" for cell, seen in zip(values, known, strict=True)])


def _holds_decimals(values: Any, known: np.ndarray[Any, np.dtype[np.uint8]]) -> bool:
    """True when a cell that is not empty came as a floating-point number."""
    if isinstance(values, np.ndarray):
        return values.dtype.kind == "f" and bool(np.any((known != 0) & ~np.isnan(values)))
    return any(isinstance(cell, float) and cell == cell for cell, seen in zip(values, known, strict=True) if seen)


def _from_series(series: nw.Series[Any]) -> tuple[Any, np.ndarray[Any, np.dtype[np.uint8]]]:
    known = (~series.is_null()).to_numpy().astype(np.uint8)
    dtype = series.dtype
    if dtype.is_integer():
        return _integers(series.fill_null(0).to_numpy()), known
    if dtype.is_float():
        return series.to_numpy().astype(np.float64), known
    if dtype == nw.Boolean:
        return series.fill_null(False).to_numpy().astype(np.uint8), known
    return series.to_list(), known


def _from_array(array: np.ndarray[Any, Any]) -> tuple[Any, np.ndarray[Any, np.dtype[np.uint8]]]:
    if array.ndim != 1:
        raise InvalidArgument(f"a column has one dimension, this array has {array.ndim}")
    known = np.ones(array.size, dtype=np.uint8)
    if array.dtype.kind in "iu":
        return _integers(array), known
    if array.dtype.kind == "f":
        return np.ascontiguousarray(array, dtype=np.float64), known
    if array.dtype.kind == "b":
        return array.astype(np.uint8), known
    cells = array.tolist()
    return cells, np.array([cell is not None for cell in cells], dtype=np.uint8)


def _integers(array: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.int64]]:
    if array.dtype.kind == "u" and array.size and int(array.max()) > np.iinfo(np.int64).max:
        raise InvalidArgument("a whole number does not fit 64 bits with a sign")
    return np.ascontiguousarray(array, dtype=np.int64)


def text_of(cell: object) -> str:
    """One cell in the text form of a CSV file."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool | np.bool_):
        return "true" if cell else "false"
    if isinstance(cell, int | np.integer):
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        if (cell.hour, cell.minute, cell.second, cell.microsecond) != (0, 0, 0, 0) or cell.tzinfo is not None:
            raise InvalidArgument("a time of day or a time zone stands beside a date; keep the date alone")
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, float | np.floating):
        return "" if cell != cell else format(Decimal(repr(float(cell))).normalize(), "f")
    if isinstance(cell, list | tuple | set | frozenset | np.ndarray):
        elements = [text_of(element) for element in cell]
        if any(";" in element for element in elements):
            raise InvalidArgument("an element of a set holds the separator ';'")
        return ";".join(sorted(elements) if isinstance(cell, set | frozenset) else elements)
    raise InvalidArgument(f"cells of type {type(cell).__name__} are not understood")
