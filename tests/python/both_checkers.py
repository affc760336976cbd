"""A solve whose result both checkers accept, or an assertion that fails."""

from __future__ import annotations

import json
from typing import Any

import husrom.solve as hs
from husrom import checker


def solved(problem: hs.Problem, **options: Any) -> hs.Result:
    result = hs.maximise(problem, **options)
    assert hs.verify(problem, result) == []
    checker.check(json.loads(problem.to_json()), [json.loads(line) for line in result.certificate.splitlines()])
    return result
