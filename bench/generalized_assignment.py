"""Generalized assignment: every job to one agent, no agent loaded above its capacity, least cost. Types A to E of the literature.

Loads a and costs c, with b the capacity of an agent (n jobs, m agents):

- A: a in 5..25, c in 10..50, b = 0.6 (n / m) 15 + 0.4 R, where R is the largest load when every job goes to its cheapest agent;
- B: as A with 0.7 of its b;
- C: a and c as A, b = 0.8 (sum of a over the jobs) / m, agent by agent;
- D: a in 1..100, c = 111 - a + (-10..10), b as C: what is cheap is heavy;
- E: a = 1 - 10 ln U(0, 1], c = 1000 / a - 10 U[0, 1], b as C, all rounded down to whole numbers.
"""

from __future__ import annotations

import numpy as np
from instance import Instance, Limit


def generalized_assignment(kind: str, jobs: int, agents: int, seed: int) -> Instance:
    """Jobs are rows that must be matched, agents are columns with a load limit; the weight of a pair is minus its cost."""
    random = np.random.default_rng([seed, ord(kind), jobs, agents])
    shape = (jobs, agents)
    if kind in "ABC":
        load, cost = random.integers(5, 26, shape), random.integers(10, 51, shape)
    elif kind == "D":
        load = random.integers(1, 101, shape)
        cost = 111 - load + random.integers(-10, 11, shape)
    elif kind == "E":
        exact = 1 - 10 * np.log(1 - random.random(shape))
        load, cost = np.floor(exact).astype(int), np.floor(1000 / exact - 10 * random.random(shape)).astype(int)
    else:
        raise ValueError(f"no type {kind}: A, B, C, D and E are known")
    if kind in "AB":
        cheapest = np.bincount(cost.argmin(1), weights=load[np.arange(jobs), cost.argmin(1)], minlength=agents).max()
        capacity = np.full(agents, int((0.6 * jobs / agents * 15 + 0.4 * cheapest) * (0.7 if kind == "B" else 1)))
    else:
        capacity = (0.8 * load.sum(0) / agents).astype(int)
    row, column = np.divmod(np.arange(jobs * agents, dtype=np.int32), agents)
    edges = np.arange(jobs * agents, dtype=np.int64).reshape(shape)
    limits = [Limit("load", int(capacity[i]), edges[:, i], load[:, i].astype(np.int64)) for i in range(agents)]
    name = f"assignment {kind} {jobs}x{agents}"
    return Instance(name, jobs, agents, row, column, (-cost.reshape(-1)).astype(np.int32), limits, must=True, column_upper=jobs)
