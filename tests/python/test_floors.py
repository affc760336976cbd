"""Rule: a floor includes its own and lower floors only, public headers stay free of private libraries, and the checker of the solver
shares no code with it."""

import re
from pathlib import Path

import pytest

root = Path(__file__).resolve().parents[2]
include = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)

everything = {"core", "matching", "solve", "model", "rules", "plan", "scenario", "io", "examples"}
may_include = {
    "core": {"core"},
    "matching": {"matching", "core"},
    "solve": {"solve", "matching", "core"},
    "model": {"model", "core"},
    "rules": {"rules", "model", "core"},
    "plan": {"plan", "rules", "solve", "model", "core"},
    "scenario": {"scenario", "plan", "rules", "solve", "model", "core"},
    "io": everything - {"examples"},
    "examples": {"examples", "io", "model", "core"},
}
exceptions = {("rules", "husrom/solve/problem.hpp")}
private_libraries = re.compile(r"^(toml\+\+/|toml\.hpp|nlohmann/|csv\.h)")


def violations(include_root: Path, source_root: Path) -> list[str]:
    found = []
    for top, public in ((include_root, True), (source_root, False)):
        for path in sorted([*top.rglob("*.hpp"), *top.rglob("*.cpp")]):
            floor = path.relative_to(top).parts[0]
            if floor not in may_include:
                continue
            for name in include.findall(path.read_text(encoding="utf-8")):
                target = name.removeprefix("husrom/").split("/")[0]
                crosses = target in may_include and target not in may_include[floor] and (floor, name) not in exceptions
                if crosses or (public and private_libraries.match(name)):
                    found.append(f"{path.relative_to(top)} includes {name}")
    return found


def reached(start: Path, tops: list[Path]) -> set[str]:
    """The project's own files that a file includes, directly or not, relative to their top."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        path = todo.pop()
        for name in include.findall(path.read_text(encoding="utf-8")):
            for candidate in [path.parent / name, *(top / name for top in tops)]:
                if candidate.is_file():
                    relative = next(str(candidate.resolve().relative_to(top)) for top in tops if candidate.resolve().is_relative_to(top))
                    if relative not in seen:
                        seen.add(relative)
                        todo.append(candidate)
                    break
    return seen


def test_floors_are_held() -> None:
    assert violations(root / "engine/include/husrom", root / "engine/src") == []


@pytest.mark.parametrize(
    ("path", "line", "breaks"),
    [
        ("core/x.hpp", "#include <husrom/model/case.hpp>", True),
        ("matching/x.hpp", '#include "solve/problem.hpp"', True),
        ("rules/x.hpp", "#include <husrom/solve/result.hpp>", True),
        ("rules/x.hpp", "#include <husrom/solve/problem.hpp>", False),
        ("model/x.hpp", "#  include <nlohmann/json.hpp>", True),
        ("plan/x.hpp", "#include <husrom/io/io.hpp>", True),
        ("plan/x.hpp", "#include <husrom/rules/allocation_problem.hpp>", False),
    ],
)
def test_a_planted_violation_is_found(tmp_path: Path, path: str, line: str, breaks: bool) -> None:
    file = tmp_path / "include" / path
    file.parent.mkdir(parents=True)
    file.write_text(f"#pragma once\n{line}\n", encoding="utf-8")
    assert bool(violations(tmp_path / "include", tmp_path / "src")) == breaks


def test_checker_shares_no_code_with_the_solver() -> None:
    tops = [root / "engine/include", root / "engine/src"]
    data_only = re.compile(r"^(husrom/core/|husrom/solve/(problem|result|check|certificate)\.hpp$|solve/check)")
    checkers = sorted((root / "engine/src/solve").glob("check*.cpp"))
    assert checkers
    for checker in checkers:
        others = {name for name in reached(checker, tops) if not data_only.match(name)}
        assert not others, f"{checker.name} reaches {sorted(others)}"
