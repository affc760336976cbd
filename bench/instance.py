"""An instance of the benches: pairs of rows and columns with whole-number weights to maximise, and limits where there are any."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray


@dataclass
class Limit:
    """At most ``upper`` in the sum of coefficients over the chosen edges."""

    kind: str
    upper: int
    edges: NDArray[np.int64]
    coefficients: NDArray[np.int64]


@dataclass
class Instance:
    """Rows are participants or jobs, columns are units or agents; a row takes at most one edge."""

    name: str
    rows: int
    columns: int
    edge_row: NDArray[np.int32]
    edge_column: NDArray[np.int32]
    weights: NDArray[np.int32]
    limits: list[Limit] = field(default_factory=list)
    must: bool = False
    """Every row takes exactly one edge."""
    column_upper: int = 1

    def limit_matrix(self) -> Any:
        """Limits × edges as a SciPy matrix in CSR form."""
        from scipy.sparse import csr_array

        none = np.zeros(0, dtype=np.int64)
        return csr_array(
            (
                np.concatenate([none, *(limit.coefficients for limit in self.limits)]),
                np.concatenate([none, *(limit.edges for limit in self.limits)]),
                np.cumsum([0, *(len(limit.edges) for limit in self.limits)]),
            ),
            shape=(len(self.limits), len(self.weights)),
        )

    def write(self, out: TextIO) -> None:
        """The text form that the ladder was first published in."""
        out.write(f"p {self.rows} {self.columns} {len(self.weights)} {len(self.limits)}\n")
        np.savetxt(out, np.column_stack([self.edge_row, self.edge_column, self.weights]), fmt="e %d %d %d")
        for k, limit in enumerate(self.limits):
            out.write(f"c {k} {limit.upper} {limit.kind}\n")
            np.savetxt(out, np.column_stack([np.full(len(limit.edges), k), limit.edges, limit.coefficients]), fmt="a %d %d %d")
