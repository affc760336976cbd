"""Cells of a frame or of plain columns, cast to what the engine reads. Nothing is rounded and nothing is guessed: a column that does not
fit is refused by name, without its values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np

from husrom._core.model import CaseBuilder
from husrom.arguments import is_unicode, not_unicode
from husrom.errors import InvalidArgument
from husrom.quantity import plain

_id_columns = frozenset({"current_unit"})
_no_double = "a number has more digits than a double holds; write it as a text or a Decimal"
_midnight = re.compile(r"\d{4}-\d{2}-\d{2} 00:00:00")
_longer_than_a_day = "a year, a month or a week stands where a day is asked for; give the day"
_beside_a_date = "a time of day or a time zone stands beside a date; keep the date alone"


class _CellError(InvalidArgument):
    """One cell that does not fit, by its row as a spreadsheet shows it: the first one below the headings is 2."""

    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.row = position + 2


def add_table(builder: CaseBuilder, name: str, table: object, source: str) -> list[str]:
    """Adds a table's columns and returns what does not fit, in words."""
    builder.table(name, source)
    problems: list[str] = []
    try:
        columns = [(_heading(heading, number), column) for number, (heading, column) in enumerate(_columns(table), start=1)]
    except InvalidArgument as error:
        return [f"{name}: {error}"]
    for heading, column in columns:
        try:
            _add_column(builder, heading, column)
        except _CellError as error:
            problems.append(f"{name}.{heading}, row {error.row}: {error}")
        except InvalidArgument as error:
            problems.append(f"{name}.{heading}: {error}")
    return problems


def _columns(table: Any) -> Iterable[tuple[object, Any]]:
    """Headings with their columns, in order. A heading that stands twice is handed on: the check of the case says it."""
    if isinstance(table, Mapping):
        return table.items()
    if nw.dependencies.is_pandas_dataframe(table):
        for name in table.index.names:
            if isinstance(name, str) and name.endswith("_id") and name not in table.columns:
                raise InvalidArgument(f"{name} stands in the index of the frame, which is not read; reset_index() makes it a column")
        return ((heading, table.iloc[:, position]) for position, heading in enumerate(table.columns))
    if nw.dependencies.is_pyarrow_table(table):
        return zip(table.column_names, table.itercolumns(), strict=True)
    try:
        frame = nw.from_native(table, eager_only=True)
    except TypeError as error:
        raise InvalidArgument(f"a table is an eager data frame or plain columns, not {type(table).__name__}") from error
    return ((heading, frame[heading]) for heading in frame.columns)


def _heading(heading: object, number: int) -> str:
    if not isinstance(heading, str):
        raise InvalidArgument(
            f"the heading of column {number} is not a text but of type {type(heading).__name__}; "
            "read the table with one row of headings (pandas: header=0), or name its columns"
        )
    if not is_unicode(heading):
        raise InvalidArgument(f"the heading of column {number} {not_unicode}")
    return heading


def _add_column(builder: CaseBuilder, heading: str, column: object) -> None:
    column = nw.from_native(column, series_only=True, pass_through=True)
    if isinstance(column, nw.Series):
        values, known = _from_series(column)
    elif isinstance(column, np.ndarray):
        values, known = _from_array(column)
    elif isinstance(column, Sequence) and not isinstance(column, str | bytes):
        values, known = list(column), np.ones(len(column), dtype=np.uint8)
    else:
        raise InvalidArgument(f"a column is a list, an array or a series, not {type(column).__name__}")

    if (heading.endswith("_id") or heading in _id_columns) and _holds_decimals(values, known):
        raise InvalidArgument(
            "identifiers are text, and these came as decimal numbers (a blank cell makes pandas do that); "
            f"read the column as text, for example with dtype={{{heading!r}: str}}"
        )
    if isinstance(values, np.ndarray):
        if values.dtype == np.int64:
            builder.integers(heading, values, known)
        elif values.dtype == np.uint8:
            builder.flags(heading, values, known)
        else:
            builder.decimals(heading, values, known)
    else:
        builder.text(heading, _texts(values, known))


def _texts(values: Sequence[object], known: np.ndarray[Any, np.dtype[np.uint8]]) -> list[str]:
    texts = []
    for position, (cell, seen) in enumerate(zip(values, known, strict=True)):
        try:
            texts.append(text_of(cell) if seen else "")
        except ValueError as error:  # also Python's own, about a number of thousands of digits
            raise _CellError(position, str(error)) from None
    if not is_unicode("".join(texts)):
        first = next(position for position, text in enumerate(texts) if not is_unicode(text))
        raise _CellError(first, f"the cell {not_unicode}")
    return texts


def _holds_decimals(values: Any, known: np.ndarray[Any, np.dtype[np.uint8]]) -> bool:
    """True when a cell that is not empty came as a floating-point number."""
    if isinstance(values, np.ndarray):
        return values.dtype.kind == "f" and bool(np.any((known != 0) & ~np.isnan(values)))
    return any(isinstance(cell, float | np.floating) and bool(cell == cell) for cell, seen in zip(values, known, strict=True) if seen)


def _from_series(series: nw.Series[Any]) -> tuple[Any, np.ndarray[Any, np.dtype[np.uint8]]]:
    known = (~series.is_null()).to_numpy().astype(np.uint8)
    dtype = series.dtype
    if dtype in (nw.Int128, nw.UInt128):  # which NumPy does not have
        return series.to_list(), known
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
    if isinstance(array, np.ma.MaskedArray):
        known, array = (~np.ma.getmaskarray(array)).astype(np.uint8), np.ma.getdata(array)
    if array.dtype.kind in "iu":
        return _integers(array), known
    if array.dtype.kind == "f":
        return _doubles(array), known
    if array.dtype.kind == "b":
        return array.astype(np.uint8), known
    # What tolist() makes of nanoseconds is a number that has lost its meaning.
    return (list(array) if array.dtype.kind in "mM" else array.tolist()), known


def _integers(array: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.int64]]:
    if array.dtype.kind == "u" and array.size and int(array.max()) > np.iinfo(np.int64).max:
        raise _CellError(int(array.argmax()), "a whole number does not fit 64 bits with a sign")
    return np.ascontiguousarray(array, dtype=np.int64)


def _doubles(array: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    with np.errstate(over="ignore"):
        doubles = np.ascontiguousarray(array, dtype=np.float64)
    rounded = np.flatnonzero((doubles != array) & ~np.isnan(array))
    if rounded.size:
        raise _CellError(int(rounded[0]), _no_double)
    return doubles


def text_of(cell: object) -> str:
    """One cell in the text form of a CSV file. A moment at midnight is its day, also as the text that pandas makes of one (dtype=str)."""
    if isinstance(cell, str):
        return cell[:10] if _midnight.fullmatch(cell) else cell
    if _is_empty(cell):
        return ""
    if isinstance(cell, bool | np.bool_):
        return "true" if cell else "false"
    if isinstance(cell, int | np.integer) and not isinstance(cell, np.timedelta64):
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        # pandas' moments have nanoseconds too.
        time = (cell.hour, cell.minute, cell.second, cell.microsecond, getattr(cell, "nanosecond", 0))
        if any(time) or cell.tzinfo is not None:
            raise InvalidArgument(_beside_a_date)
        return cell.date().isoformat()
    if isinstance(cell, np.datetime64):
        if np.datetime_data(cell.dtype)[0] in ("Y", "M", "W"):
            raise InvalidArgument(_longer_than_a_day)
        day = cell.astype("datetime64[D]")
        if day != cell:
            raise InvalidArgument(_beside_a_date)
        return str(day)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, float | np.floating):
        if float(cell) != cell:
            raise InvalidArgument(_no_double)
        return plain(float(cell))
    if isinstance(cell, np.ndarray) and cell.ndim == 0:
        return text_of(cell[()])
    if isinstance(cell, list | tuple | set | frozenset | np.ndarray):
        elements = [text for text in map(text_of, cell) if text]
        if any(";" in element for element in elements):
            raise InvalidArgument("an element of a set holds the separator ';'")
        return ";".join(sorted(elements) if isinstance(cell, set | frozenset) else elements)
    raise InvalidArgument(f"cells of type {type(cell).__name__} are not understood")


def _is_empty(cell: object) -> bool:
    """True for what stands for nothing: None, NaN, NaT, what is masked, and pandas' NA, which is not even equal to itself."""
    if cell is None or cell is np.ma.masked or type(cell).__name__ == "NAType":
        return True
    if isinstance(cell, Decimal):
        return cell.is_nan()
    return isinstance(cell, float | np.floating | dt.datetime | np.datetime64) and bool(cell != cell)
