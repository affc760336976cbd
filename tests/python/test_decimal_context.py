"""Rule: the caller's decimal context, in which other programs count money, changes no number of a case and none of an answer."""

import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import husrom as hr
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import root

signals = [decimal.Inexact, decimal.Rounded, decimal.FloatOperation, decimal.Subnormal]
contexts = [
    decimal.Context(prec=3),
    decimal.Context(prec=3, traps=signals),
    decimal.Context(prec=28, traps=[decimal.Inexact]),
    decimal.Context(prec=3, Emin=-2, Emax=2),
]

rents: dict[str, list[Any]] = {"unit_id": ["SYN-U-1", "SYN-U-2", "SYN-U-3"], "rent_month": [10049.55, None, 5e-324]}
exact_rents = {**rents, "rent_month": [Decimal("10049.550"), None, Decimal("1E-30")]}
tables = {
    "columns": rents,
    "Decimal": exact_rents,
    "array of objects": {name: np.array(cells, dtype=object) for name, cells in rents.items()},
    "pandas": pd.DataFrame(rents),
    "pandas objects": pd.DataFrame(rents, dtype=object),
    "polars": pl.DataFrame(rents),
    "pyarrow": pa.table(rents),
    "pyarrow Decimal": pa.table({**rents, "rent_month": [Decimal("10049.55"), None, Decimal("0.01")]}),
}


@pytest.fixture(scope="module")
def priced() -> hr.Plan:
    plan = hr.allocate(hr.build(hr.read(root / "examples" / "bodo")))
    assert plan.prices()
    return plan


@pytest.mark.parametrize("context", contexts, ids=["rounds", "traps", "traps inexact", "narrow"])
@pytest.mark.parametrize("table", tables.values(), ids=tables)
def test_cells_are_not_rounded(table: Any, context: decimal.Context) -> None:
    def read() -> tuple[Any, Any]:
        return hr.Case(units=table).core.columns("units"), hr.Scenario("more").add_units(table)

    told = read()
    with decimal.localcontext(context):
        assert read() == told


@pytest.mark.parametrize("context", contexts, ids=["rounds", "traps", "traps inexact", "narrow"])
@pytest.mark.parametrize(
    "ask",
    [
        lambda plan: hr.Scenario("a").set("units", "SYN-U-1", rent_month=10049.55),
        lambda plan: hr.Scenario("a").set_limit("cap", by=10049.55).set_limit("cap", scale=Decimal("1.0625")),
        lambda plan: hr.Scenario("a").set_goal_weight("fit", "size", "10049.55"),
        lambda plan: dict(plan.prices()),
        lambda plan: [plan.explain(participant).prices for participant in plan.problem.participants[:10]],
        lambda plan: (plan.goals, dict(plan.limits()), dict(plan.problem.pairs())),
        lambda plan: hr.allocate(plan.problem, gap=Decimal(1049)).goals,
    ],
    ids=["set", "set_limit", "set_goal_weight", "prices", "explain", "tables", "gap"],
)
def test_answers_are_not_rounded(ask: Callable[[hr.Plan], Any], context: decimal.Context, priced: hr.Plan) -> None:
    told = ask(priced)
    with decimal.localcontext(context):
        assert ask(priced) == told
