"""Rule: the same tables give the same digests, whatever they came as and in whatever order; what cannot be read exactly is refused."""

import datetime as dt
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import husrom as hr
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import policy_text, small_columns


def digests(case: hr.Case) -> tuple[str, str, str]:
    problem = hr.build(case)
    return problem.case_digest, problem.policy_digest, problem.digest


def shuffled(table: dict[str, list[Any]], seed: int) -> dict[str, list[Any]]:
    draw = random.Random(seed)
    order = list(range(len(next(iter(table.values())))))
    draw.shuffle(order)
    headings = list(table)
    draw.shuffle(headings)
    return {heading: [table[heading][i] for i in order] for heading in headings}


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table], ids=["pandas", "polars", "pyarrow"])
def test_frames_and_columns_give_the_same_digests(make: Any, case: hr.Case) -> None:
    frames = {name: make(table) for name, table in small_columns().items()}
    assert digests(hr.Case(policy=policy_text, **frames)) == digests(case)


@pytest.mark.parametrize("seed", range(5))
def test_order_of_rows_and_columns_changes_nothing(seed: int, case: hr.Case) -> None:
    tables = {name: shuffled(table, seed) for name, table in small_columns().items()}
    other = hr.Case(policy=policy_text, **tables)
    assert digests(other) == digests(case), f"seed {seed}"
    assert hr.allocate(hr.build(other)).digest == hr.allocate(hr.build(case)).digest, f"seed {seed}"


def test_folder_and_json_give_the_same_digests(tmp_path: Path, case: hr.Case) -> None:
    case.save(tmp_path / "small")
    assert digests(hr.read(tmp_path / "small")) == digests(case)
    document = {**small_columns(), "policy": policy_text}
    (tmp_path / "small.json").write_text(json.dumps(document), encoding="utf-8")
    assert digests(hr.read(tmp_path / "small.json")) == digests(case)


def test_a_change_of_one_cell_changes_the_digest(case: hr.Case) -> None:
    tables = small_columns()
    tables["units"]["bedrooms"][0] = 2
    assert digests(hr.Case(policy=policy_text, **tables))[0] != digests(case)[0]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        (np.array([1, 2], dtype=np.int32), ["1", "2"]),
        (np.array([1, 2], dtype=np.uint64), ["1", "2"]),
        (np.array([0.1, np.nan]), ["0.1", None]),
        (np.array([3.0, 2.5]), ["3", "2.5"]),
        (np.array([True, False]), ["true", "false"]),
        ([True, None], ["true", None]),
        ([Decimal("1.50"), 2], ["1.50", "2"]),
        ([dt.date(2026, 11, 22), dt.datetime(2026, 11, 23)], ["2026-11-22", "2026-11-23"]),
        ([["b", "a"], {"d", "c"}, ["a", None, float("nan")]], ["b;a", "c;d", "a"]),
        (["æøå", ""], ["æøå", None]),
        (pd.Series([1, None], dtype="Int64"), ["1", None]),
        (pd.Series(["x", None], dtype="category"), ["x", None]),
        (pd.Series(pd.to_datetime(["2026-11-22", None])), ["2026-11-22", None]),
        (pd.Series([1.0, None]), ["1", None]),
        (pl.Series([1, None]), ["1", None]),
        ([dt.date(2026, 11, 22), pd.NaT, pd.NA, np.datetime64("NaT"), float("nan")], ["2026-11-22", None, None, None, None]),
        (np.array(["2026-11-22", "NaT"], dtype="datetime64[ns]"), ["2026-11-22", None]),
        (["2026-11-22 00:00:00", "2026-11-22 09:30:00"], ["2026-11-22", "2026-11-22 09:30:00"]),
        (np.ma.array([1, 2], mask=[False, True]), ["1", None]),
        ([np.ma.masked, np.array(5), np.array("x")], [None, "5", "x"]),
        (np.array([1.5, np.nan], dtype=np.longdouble), ["1.5", None]),
        (pl.Series([5, None, 2**100], dtype=pl.Int128), ["5", None, str(2**100)]),
    ],
)
def test_cells_keep_their_exact_value(column: Any, cells: list[str | None]) -> None:
    tables = [{"x": column}] + ([pd.DataFrame({"x": column})] if isinstance(column, pd.Series) else [])
    for table in tables:
        assert hr.Case(teams=table).core.columns("teams")["x"] == [cell or "" for cell in cells]


@pytest.mark.parametrize(
    ("heading", "column", "says"),
    [
        ("team_id", [1.5, 2.0], "identifiers are text"),
        ("team_id", np.array([1.0, np.nan]), "identifiers are text"),
        ("current_unit", pd.Series([101, None]), "identifiers are text"),
        ("team_id", [np.float32(1), "b"], "identifiers are text"),
        ("x", np.array([2**63], dtype=np.uint64), "64 bits"),
        ("x", np.array([1, np.longdouble("0.1")], dtype=np.longdouble), "row 3: .* than a double holds"),
        ("x", ["1", np.longdouble("0.1")], "row 3: .* than a double holds"),
        ("x", np.array(["2026-02"], dtype="datetime64[M]"), "row 2: a year, a month or a week"),
        ("x", np.zeros((2, 2)), "one dimension"),
        ("x", [dt.datetime(2026, 11, 22, 9, 30)], "row 2: a time of day"),
        ("x", [dt.date(2026, 11, 22), pd.Timestamp(1)], "row 3: a time of day"),
        ("x", np.array(["2026-11-22T09:30"], dtype="datetime64[ns]"), "row 2: a time of day"),
        ("x", np.array([1], dtype="timedelta64[ns]"), "timedelta64"),
        ("x", [["a;b"]], "separator"),
        ("x", [10**5000], "row 2: .* digits"),
        ("x", [1j], "complex"),
        ("x", [object()], "object"),
        ("x", "text", "not str"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused_by_name(heading: str, column: Any, says: str) -> None:
    table = pd.DataFrame({heading: column}) if isinstance(column, pd.Series) else {heading: column}
    with pytest.raises(hr.InvalidArgument, match=says) as error:
        hr.Case(teams=table)
    assert f"teams.{heading}" in str(error.value)


half_read = "Kari \udcf8 Nordmann"


@pytest.mark.parametrize("make", [dict, lambda columns: pd.DataFrame(columns, dtype=object)], ids=["columns", "pandas"])
def test_a_cell_that_was_read_in_a_wrong_encoding_is_told_by_its_place_alone(make: Any) -> None:
    with pytest.raises(hr.InvalidArgument, match=r'^participants\.name, row 3: .* encoding="cp1252"$') as error:
        hr.Case(participants=make({"participant_id": ["SYN-P-1", "SYN-P-2"], "name": ["Ola Nordmann", half_read]}))
    assert "Nordmann" not in str(error.value)


def test_a_text_that_was_read_in_a_wrong_encoding_is_told_without_its_words() -> None:
    for where, call in [
        ("teams: the heading of column 1", lambda: hr.Case(teams={half_read: ["x"]})),
        ("policy", lambda: hr.Case(policy=half_read)),
        ("toml", lambda: hr.Policy.parse(half_read)),
        ("name", lambda: hr.Case(name=half_read)),
        ("x", lambda: hr.Scenario("a").set("participants", "SYN-P-1", x=half_read)),
        ("teams.x, row 2", lambda: hr.Scenario("a").add_rows("teams", {"x": [half_read]})),
    ]:
        with pytest.raises(hr.InvalidArgument, match="cp1252") as error:
            call()
        assert str(error.value).startswith(where)
        assert "Kari" not in str(error.value)


@pytest.mark.parametrize(
    "table", [pd.DataFrame([["a", "b"]], columns=["x", "x"]), pa.table([["a"], ["b"]], names=["x", "x"])], ids=["pandas", "pyarrow"]
)
def test_a_heading_that_stands_twice_is_a_finding(table: Any) -> None:
    assert ("T003", "teams", "x") in {(note.code, note.table, note.column) for note in hr.Case(teams=table).notes}


@pytest.mark.parametrize(
    "table",
    [pd.DataFrame([["a", "b"]]), pd.DataFrame([["a"]], columns=pd.MultiIndex.from_tuples([("x", "y")]))],
    ids=["without headings", "two rows of headings"],
)
def test_headings_that_are_no_texts_are_refused_by_table_and_column(table: Any) -> None:
    with pytest.raises(hr.InvalidArgument, match=r"^teams: the heading of column 1 is not a text"):
        hr.Case(teams=table)


@pytest.mark.parametrize("keys", ["participant_id", ["participant_id", "note"]])
def test_ids_in_the_index_of_a_frame_are_asked_for_as_a_column(keys: Any) -> None:
    with pytest.raises(hr.InvalidArgument, match=r"^participants: participant_id stands in the index .* reset_index\(\)"):
        hr.Case(participants=pd.DataFrame(small_columns()["participants"]).set_index(keys))


def test_what_is_no_table_is_refused_by_name() -> None:
    with pytest.raises(hr.InvalidArgument, match=r"^units: a table is an eager data frame or plain columns, not list\nteams: .* not int"):
        hr.Case(units=[], teams=5)


@pytest.mark.parametrize("empty", [pd.Series([None, None]), pd.Series([np.nan, np.nan]), pd.Series(["SYN-U-1", None])])
def test_empty_cells_of_an_id_column_stay_empty(empty: Any) -> None:
    case = hr.Case(participants=pd.DataFrame({"participant_id": ["SYN-P-1", "SYN-P-2"], "current_unit": empty}))
    assert case.core.columns("participants")["current_unit"][1] == ""


def test_infinity_is_a_finding_not_a_number() -> None:
    tables = small_columns()
    tables["units"]["bedrooms"] = np.array([1.0, np.inf, 2.0])  # type: ignore[assignment]
    check = hr.check(hr.Case(policy=policy_text, **tables))
    assert [(finding.table, finding.row, finding.column) for finding in check.errors] == [("units", 3, "bedrooms")]


def test_a_table_that_does_not_exist_is_refused() -> None:
    with pytest.raises(hr.InvalidArgument, match="no table 'houses'"):
        hr.Case(houses={"unit_id": ["SYN-U-1"]})


def test_a_lazy_frame_is_refused() -> None:
    with pytest.raises(hr.InvalidArgument, match="eager"):
        hr.Case(units=pl.LazyFrame({"unit_id": ["SYN-U-1"]}))


def test_a_workbook_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(hr.InvalidArgument, match="Save each sheet as CSV"):
        hr.read(tmp_path / "case.xlsx")


def test_a_missing_path_is_said() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-folder"):
        hr.read("no-such-folder")
