"""Tables in and out: any eager data frame that narwhals knows, or plain columns.

What comes out is of the caller's kind: a case made from pandas frames answers in pandas frames, one from polars in polars. A case made
from files or plain columns answers in :class:`Columns`, a dictionary of lists that every frame library takes as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Literal, TypeAlias, get_args

import narwhals as nw

from husrom.arguments import one_of
from husrom.errors import InvalidArgument

Kind: TypeAlias = Literal["columns", "pandas", "polars", "pyarrow"]
"""What a table is returned as."""

Frame: TypeAlias = Any
"""A pandas, polars or pyarrow table, or :class:`Columns`."""

Types: TypeAlias = Mapping[str, type]
"""Heading to what its cells are: int, float or bool; a column that is not named holds text."""

_all_text: Types = {}
_samples: Mapping[type, Any] = {str: "", int: 0, float: 0.0, bool: False}


class Columns(dict[str, list[Any]]):
    """Plain columns: heading to list of cells; an empty cell is None.

    Its length is that of a data frame, its rows. So a table without rows is false, also to ``json.dumps``, which may then write ``{}``:
    ``json.dumps(dict(table))`` keeps the headings.
    """

    _types: Types = _all_text

    def __len__(self) -> int:
        """Rows, as a data frame counts them."""
        return len(next(iter(self.values()), []))

    def __bool__(self) -> bool:
        return len(self) > 0

    def rows(self) -> list[tuple[Any, ...]]:
        """The same cells row by row."""
        return list(zip(*self.values(), strict=True))

    def to(self, kind: Kind) -> Frame:
        """The same table as a frame of another library. A column without any value becomes one of text, or what the table's maker says."""
        require_kind(kind)
        return to_frame(dict(self), kind, self._types)

    def __str__(self) -> str:
        return text_table(self)

    def __repr__(self) -> str:
        return f"<Columns {len(self)} rows: {', '.join(self)}>"

    def _repr_html_(self) -> str:
        return html_table(self, caption=f"{len(self)} rows")


def kind_of(table: Any) -> Kind | None:
    """The library of a data frame; None for plain columns."""
    if isinstance(table, Mapping):
        return None
    if nw.dependencies.is_pandas_dataframe(table):
        return "pandas"
    if nw.dependencies.is_polars_dataframe(table):
        return "polars"
    if nw.dependencies.is_pyarrow_table(table):
        return "pyarrow"
    try:
        implementation = nw.from_native(table, eager_only=True).implementation
    except TypeError as error:
        raise InvalidArgument(f"a table is an eager data frame or plain columns, not {type(table).__name__}") from error
    raise InvalidArgument(f"data frames of {implementation} are not supported; pass pandas, polars, pyarrow or plain columns")


def require_kind(kind: str) -> None:
    """Refuses what is no kind of table."""
    if not one_of(kind, get_args(Kind)):
        raise InvalidArgument(f"frames is one of {', '.join(get_args(Kind))}, not {kind!r}")


def to_frame(columns: Mapping[str, Sequence[Any]], kind: Kind, types: Types = _all_text) -> Frame:
    """Columns as a table of the kind asked for. Whole numbers stay whole, also beside empty cells; in a data frame, whose columns have one
    type each, those beside decimal numbers become decimal. A column without any value has the type that it would have with one."""
    if kind == "columns":
        plain = Columns({heading: list(cells) for heading, cells in columns.items()})
        plain._types = types
        return plain
    # A last row with a value in every column, from which each library infers its own types.
    filled = {heading: _of_one_type([*cells, _sample(cells, types.get(heading, str))]) for heading, cells in columns.items()}
    frame = nw.from_dict(filled, backend=kind)
    frame = frame.head(len(frame) - 1).to_native()
    if kind == "pandas":
        whole = [heading for heading, cells in filled.items() if None in cells and _all_integers(cells)]
        frame = frame.astype(dict.fromkeys(whole, "Int64"))
    return frame


def _sample(cells: Sequence[Any], of: type) -> Any:
    return next((cell for cell in cells if cell is not None), _samples[of])


def _of_one_type(cells: Sequence[Any]) -> list[Any]:
    if any(isinstance(cell, float) for cell in cells):
        return [float(cell) if isinstance(cell, int) else cell for cell in cells]
    return list(cells)


def _all_integers(cells: Sequence[Any]) -> bool:
    known = [cell for cell in cells if cell is not None]
    return bool(known) and all(isinstance(cell, int) and not isinstance(cell, bool) for cell in known)


def text_table(columns: Mapping[str, Sequence[Any]], most_rows: int = 60) -> str:
    """A table to print: headings, a line below them, and the first rows with what follows counted."""
    rows = [tuple(columns), *([_text(cell) for cell in row] for row in zip(*columns.values(), strict=True))]
    shown = rows[: most_rows + 1]
    widths = [max(map(len, cells)) for cells in zip(*shown, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in shown]
    lines.insert(1, "  ".join("-" * width for width in widths))
    if len(rows) > len(shown):
        lines.append(f"… and {len(rows) - len(shown)} more")
    return "\n".join(lines)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def html_table(columns: Mapping[str, Sequence[Any]], caption: str, most_rows: int = 20) -> str:
    """A small semantic table: a caption, a heading for each column and each row, every cell escaped."""
    rows = list(zip(*columns.values(), strict=True))
    heads = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in columns)
    body = "".join(
        "<tr>" + f'<th scope="row">{_cell(row[0])}</th>' + "".join(f"<td>{_cell(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows[:most_rows]
    )
    more = f"<p>… and {len(rows) - most_rows} more</p>" if len(rows) > most_rows else ""
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: object) -> str:
    return escape(_text(value))
