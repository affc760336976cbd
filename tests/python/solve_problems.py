"""Random problems for the numerical solver, from a seed, and models of them for outside solvers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import husrom.solve as hs
import numpy as np
import scipy.sparse as sp


@dataclass
class Instance:
    rows: np.ndarray[Any, Any]
    columns: np.ndarray[Any, Any]
    weights: np.ndarray[Any, Any]
    shape: tuple[int, int]
    matrix: Any
    upper: list[int | None]
    lower: list[int | None]
    row_lower: np.ndarray[Any, Any]
    column_upper: np.ndarray[Any, Any]
    cliques: list[list[int]]
    steps: list[Any] = field(default_factory=list)

    def problem(self) -> hs.Problem:
        return hs.Problem(
            self.rows,
            self.columns,
            self.weights,
            self.shape,
            limits=self.matrix,
            upper=np.array(self.upper, dtype=object),
            lower=np.array(self.lower, dtype=object),
            row_lower=self.row_lower,
            column_upper=self.column_upper,
            cliques=self.cliques,
            steps=self.steps,
        )


def random_instance(seed: int, most_rows: int, most_columns: int, most_goals: int = 3, most_limits: int = 8) -> Instance:
    random = np.random.default_rng(seed)
    shape = int(random.integers(2, most_rows + 1)), int(random.integers(2, most_columns + 1))
    goals = int(random.integers(1, most_goals + 1))
    rows, columns = np.nonzero(random.random(shape) < random.uniform(0.2, 0.7))
    edges = rows.size
    kinds = [np.ones(edges), random.integers(0, 30, edges), random.integers(-20, 21, edges), -random.integers(0, 3, edges)]
    weights = np.stack([kinds[random.integers(0, 4)] for _ in range(goals)], axis=1).astype(np.int64)
    data, upper, lower, steps = [], [], [], []
    need, load = random.integers(1, 8, shape[0]), random.integers(1, 6, shape[1])
    for k in range(int(random.integers(0, most_limits + 1))):
        inside = (columns % random.integers(1, 4) == 0) & (random.random(edges) < 0.9)
        base = [np.ones(edges), need[rows], load[columns], need[rows] * load[columns], random.integers(-4, 5, edges)]
        coefficients = np.where(inside, base[random.integers(0, 5)], 0).astype(np.int64)
        reach = int(np.abs(coefficients).max(initial=1)) * min(shape)
        above = int(random.integers(0, max(1, reach // 2) + 1)) if random.random() < 0.85 else None
        below = int(random.integers(0, max(1, reach // 4) + 1)) if above is None or random.random() < 0.2 else None
        if above is not None and below is not None and below > above:
            above, below = below, above
        data.append(coefficients)
        upper.append(above)
        lower.append(below)
        for side, bound in (("upper", above), ("lower", below)):
            if bound is None or random.random() < 0.6:
                continue
            goal, slope = int(random.integers(0, goals)), int(random.integers(0, 5))
            for last in (False, True):
                endless = last and random.random() < 0.6
                steps.append((k, side, goal, None if endless else int(random.integers(1, 5)), slope))
                slope += int(random.integers(0, 5))
    musts = random.random(shape[0]) < (0.15 if random.random() < 0.3 else 0.0)
    caps = random.integers(0, 4, shape[1]) if random.random() < 0.3 else np.ones(shape[1], dtype=np.int64)
    cliques = [np.flatnonzero(random.random(edges) < 0.1).tolist() for _ in range(int(random.integers(0, 4)))]
    matrix = sp.csr_matrix(np.array(data, dtype=np.int64).reshape(len(data), edges))
    return Instance(rows, columns, weights, shape, matrix, upper, lower, musts.astype(np.int64), caps, cliques, steps)


def housing_instance(seed: int, rows: int, columns: int, tightness: float = 0.7) -> Instance:
    """People first, then fit, on a graph with many edges: caps by building, loads by neighbourhood, hours by team."""
    random = np.random.default_rng(seed)
    level_home, need = random.choice(5, columns, p=[0.5, 0.2, 0.12, 0.1, 0.08]), random.choice(5, rows, p=[0.45, 0.22, 0.13, 0.12, 0.08])
    allowed = (level_home[None, :] >= need[:, None]) & (level_home[None, :] <= need[:, None] + 1)
    person, home = np.nonzero(allowed)
    edges = person.size
    weights = (10_000 + random.integers(0, 1_000, edges)).astype(np.int64)[:, None]
    building, neighbourhood = random.integers(0, max(2, columns // 4), columns), random.integers(0, 4, columns)
    risk, hours = np.clip(need + random.integers(-1, 2, rows), 0, 5), np.clip(2 * need + random.integers(1, 4, rows), 1, 12)
    data, upper = [], []
    for b in range(building.max() + 1):
        data.append(np.where((building[home] == b) & (need[person] >= 3), 1, 0))
        upper.append(max(1, int((building == b).sum()) // 4))
    for n in range(4):
        data.append(np.where(neighbourhood[home] == n, risk[person], 0))
        upper.append(max(3, int(tightness * 1.2 * (neighbourhood == n).sum())))
    data.append(hours[person])
    upper.append(max(8, int(tightness * hours.sum() * min(1, columns / rows))))
    matrix = sp.csr_matrix(np.array(data, dtype=np.int64))
    ones, zeros = np.ones(columns, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    return Instance(person, home, weights, (rows, columns), matrix, list(upper), [None] * len(upper), zeros, ones, [])


def side_by_side(first: Instance, second: Instance) -> Instance:
    """Both, sharing nothing; the rows of the second stand between those of the first."""
    rows = first.shape[0] + second.shape[0]
    place = np.random.default_rng(rows).permutation(rows)
    numbers = [place[: first.shape[0]], place[first.shape[0] :]]
    row_lower = np.zeros(rows, dtype=np.int64)
    row_lower[numbers[0]], row_lower[numbers[1]] = first.row_lower, second.row_lower
    return Instance(
        np.concatenate([numbers[0][first.rows], numbers[1][second.rows]]),
        np.concatenate([first.columns, first.shape[1] + second.columns]),
        np.concatenate([first.weights, second.weights]),
        (rows, first.shape[1] + second.shape[1]),
        sp.csr_matrix(sp.block_diag([first.matrix, second.matrix])),
        [*first.upper, *second.upper],
        [*first.lower, *second.lower],
        row_lower,
        np.concatenate([first.column_upper, second.column_upper]),
        [*first.cliques, *([first.rows.size + edge for edge in members] for members in second.cliques)],
    )
