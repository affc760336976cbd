"""The instances of the benches: the same seed draws the same bytes, everywhere and always."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from generalized_assignment import generalized_assignment
from ladder import ladder

# SHA-256 of the text form as these instances were first published.
PUBLISHED = {
    (96, 60, 1, 0, 0.8): "59b016714dda24cce4606faee2d06c36a4151d4154b98d17d7aa9d28e139eba9",
    (420, 1070, 2, 0, 0.8): "a4b07eb8cea71cb32345bc702468c12adcfdfcfc00bbd0af4b0491eb976315b3",
    (2000, 1500, 5, 60, 0.7): "3d21352e06f694720af46857e66f4e26e630d77aa5b8795a83047ce40b967624",
    (3000, 2000, 9, 10, 0.9): "fb0793f8a3456f3675d6dc5857e61a0e34543e280d268bce21935f5b421098ca",
}


@pytest.mark.parametrize(("shape", "digest"), PUBLISHED.items(), ids=str)
def test_the_ladder_is_the_published_one(shape: tuple[int, int, int, int, float], digest: str) -> None:
    # Rule: pairs, weights and limits are those of the published generator, byte for byte.
    participants, units, seed, degree, tight = shape
    out = io.StringIO()
    ladder(participants, units, seed, degree, limits=True, tight=tight).write(out)
    assert hashlib.sha256(out.getvalue().encode()).hexdigest() == digest


@pytest.mark.parametrize("kind", "ABCDE")
def test_generalized_assignment_is_drawn_as_described(kind: str) -> None:
    # Rule: every job fits every agent, loads and costs lie in the ranges of the type, and capacities are what its formula says.
    drawn = generalized_assignment(kind, 40, 5, 3)
    assert (drawn.rows, drawn.columns, len(drawn.weights), drawn.must) == (40, 5, 200, True)
    load = np.zeros((40, 5), dtype=int)
    for agent, limit in enumerate(drawn.limits):
        assert drawn.edge_column[limit.edges].tolist() == [agent] * 40
        load[drawn.edge_row[limit.edges], agent] = limit.coefficients
    cost = -drawn.weights.reshape(40, 5)
    capacity = np.array([limit.upper for limit in drawn.limits])
    if kind in "ABC":
        assert 5 <= load.min() <= load.max() <= 25 and 10 <= cost.min() <= cost.max() <= 50
    if kind == "D":
        assert 1 <= load.min() <= load.max() <= 100 and np.abs(111 - load - cost).max() <= 10
    if kind == "E":
        assert load.min() >= 1 and np.corrcoef(load.ravel(), cost.ravel())[0, 1] < -0.3
    if kind in "CDE":
        assert (capacity == (0.8 * load.sum(0) / 5).astype(int)).all()
    else:
        cheapest = np.bincount(cost.argmin(1), weights=load[np.arange(40), cost.argmin(1)], minlength=5).max()
        assert (capacity == int((0.6 * 8 * 15 + 0.4 * cheapest) * {"A": 1, "B": 0.7}[kind])).all()
