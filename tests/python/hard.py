"""A case that keeps the search busy for long: choose among people whose needs load five budgets at once (a knapsack with five sides)."""

from __future__ import annotations

import random

import husrom as hr

_header = """
schema = 1
id = "hard"
title = { en = "Five budgets" }

[round]
as_of = 2026-11-22
horizon = "0 days"

[[eligible]]
id = "own-key"
type = "equal"
left = "participant.key"
right = "unit.key"

[[term]]
id = "value"
type = "column"
column = "participant.value"

[[goal]]
id = "value"
maximise = "score"
weights = { value = 1 }
"""


def hard_case(people: int = 120, seed: int = 1) -> hr.Case:
    draw = random.Random(seed)
    loads = [[draw.randint(100, 1000) for _ in range(people)] for _ in range(5)]
    values = [sum(load[i] for load in loads) // 5 + draw.randint(0, 500) for i in range(people)]
    keys = [f"k{i:03}" for i in range(people)]
    policy = _header + "".join(
        f'\n[[limit]]\nid = "budget-{k}"\nper = "all"\nsum = "participant.load_{k}"\nmax = {sum(load) // 2}\nkind = "hard"\n'
        for k, load in enumerate(loads)
    )
    return hr.Case(
        policy=policy,
        name="hard",
        participants={
            "participant_id": [f"SYN-P-{i:03}" for i in range(people)],
            "application_date": ["2026-01-01"] * people,
            "key": keys,
            "value": values,
            **{f"load_{k}": load for k, load in enumerate(loads)},
        },
        units={"unit_id": [f"SYN-U-{i:03}" for i in range(people)], "neighbourhood_id": ["SYN-N"] * people, "key": keys},
        neighbourhoods={"neighbourhood_id": ["SYN-N"]},
    )
