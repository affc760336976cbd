"""The housing ladder of ladder.hpp, for the Python side of the benches: the same instances from the same seeds."""

from __future__ import annotations

import numpy as np
from instance import Instance, Limit
from numpy.typing import NDArray

SITE_SIZES = [1, 2, 4, 4, 6, 8, 12, 24]
SITE_SHARES = [0.35, 0.15, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02]
LEVEL_SHARES = [0.5, 0.2, 0.12, 0.1, 0.08]


def ladder(participants: int, units: int, seed: int, degree: int = 0, *, limits: bool = False, tight: float = 0.8) -> Instance:
    """Weights are 10000 for a person housed plus a fit in 0..999; `degree` caps the pairs of a participant.

    With `limits`: people with conflict behaviour by site, risk points by neighbourhood and hours by follow-up team, the latter two scaled
    by `tight`. They draw no random numbers of their own, so that the pairs are the same without them.
    """
    random = np.random.default_rng(seed)
    sizes: list[int] = []
    while sum(sizes) < units:
        sizes.append(int(random.choice(SITE_SIZES, p=SITE_SHARES)))
    sizes[-1] -= sum(sizes) - units
    if sizes[-1] == 0:
        sizes.pop()
    sites = len(sizes)
    neighbourhoods = max(4, sites // 20)
    neighbourhood_of_site = random.integers(0, neighbourhoods, sites)
    place = random.random((neighbourhoods, 2))
    teams = max(2, neighbourhoods // 8)
    team_of_neighbourhood = ((place[:, None, :] - random.random((teams, 2))[None]) ** 2).sum(2).argmin(1)
    level_of_site = random.choice([1, 2, 3, 4, 5], sites, p=LEVEL_SHARES)
    site = np.repeat(np.arange(sites), sizes)
    neighbourhood, level = neighbourhood_of_site[site], level_of_site[site]
    rooms = random.choice([1, 2, 3, 4], units, p=[0.4, 0.35, 0.15, 0.1])
    step_free = random.random(units) < 0.3
    strained = random.random(neighbourhoods) < 0.2
    need = random.choice([1, 2, 3, 4, 5], participants, p=[0.45, 0.22, 0.13, 0.12, 0.08])
    household = random.choice([1, 2, 3], participants, p=[0.85, 0.1, 0.05])
    mobility = random.random(participants) < 0.08
    youth = random.random(participants) < 0.12
    risk = np.clip(need - 1 + random.integers(-1, 2, participants), 0, 5)
    conflict = (risk >= 3) & (random.random(participants) < 0.7)
    hours = np.clip(need * 2 + random.integers(-1, 2, participants), 1, 12)
    home = random.random((participants, 2))
    priority = random.integers(0, 200, participants)
    rows, columns, weights = [], [], []
    for i in range(participants):
        eligible = (level >= need[i]) & (level <= need[i] + 1) & (rooms >= household[i])
        if mobility[i]:
            eligible &= step_free
        if youth[i] or household[i] > 1:
            eligible &= ~strained[neighbourhood]
        j = np.flatnonzero(eligible)
        if degree and len(j) > degree:
            j = np.sort(random.choice(j, degree, replace=False))
        distance = np.sqrt(((place[neighbourhood[j]] - home[i]) ** 2).sum(1))
        fit = 350 * (1 - distance) + 150 * (level[j] == need[i]) + 100 * (rooms[j] == household[i])
        fit = fit + priority[i] + random.integers(0, 200, len(j))
        rows.append(np.full(len(j), i, dtype=np.int32))
        columns.append(j.astype(np.int32))
        weights.append((10000 + np.clip(fit, 0, 999).astype(int)).astype(np.int32))
    name = f"ladder {participants}x{units}" + (f" d{degree}" if degree else "")
    instance = Instance(name, participants, units, np.concatenate(rows), np.concatenate(columns), np.concatenate(weights))
    if not limits:
        return instance
    row, column = instance.edge_row, instance.edge_column
    team = team_of_neighbourhood[neighbourhood]
    share = np.bincount(team, minlength=teams) / units
    loads = np.maximum(3, (tight * 1.2 * np.bincount(neighbourhood, minlength=neighbourhoods)).astype(int))
    capacity = np.maximum(8, (tight * share * hours.sum() * min(1, units / participants)).astype(int))
    instance.limits = [
        *grouped("building-conflict-cap", site[column], conflict[row].astype(int), np.maximum(1, np.array(sizes) // 4)),
        *grouped("neighbourhood-risk-load", neighbourhood[column], risk[row], loads),
        *grouped("team-hours", team[column], hours[row], capacity),
    ]
    return instance


def grouped(kind: str, group: NDArray[np.int64], coefficients: NDArray[np.int64], upper: NDArray[np.int64]) -> list[Limit]:
    """One limit a group that has an edge with a coefficient, edges ascending."""
    order = np.argsort(group, kind="stable")
    begin = np.searchsorted(group[order], np.arange(len(upper) + 1))
    limits = []
    for g in range(len(upper)):
        edges = order[begin[g] : begin[g + 1]]
        edges = edges[coefficients[edges] > 0]
        if len(edges):
            limits.append(Limit(kind, int(upper[g]), edges, coefficients[edges]))
    return limits


def uniform(rows: int, columns: int, degree: int, seed: int) -> Instance:
    """Every row with `degree` columns drawn at random, weights in 10000..10999; of a pair drawn twice one is kept."""
    random = np.random.default_rng(seed)
    pairs = np.unique(np.repeat(np.arange(rows, dtype=np.int64), degree) * columns + random.integers(0, columns, rows * degree))
    weights = random.integers(10000, 11000, len(pairs), dtype=np.int32)
    return Instance(
        f"uniform {rows}x{columns} d{degree}",
        rows,
        columns,
        (pairs // columns).astype(np.int32),
        (pairs % columns).astype(np.int32),
        weights,
    )
