"""Rule: the Python and the commands of the README run as they stand, and its relative links lead somewhere."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import husrom as hr
import pytest
from conftest import root

command = os.environ.get("HUSROM_COMMAND") or shutil.which("husrom")


def test_python_blocks_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(root / "examples" / "bodo", tmp_path / "examples" / "bodo")
    (tmp_path / "run").mkdir()
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
    assert (tmp_path / "run" / "bodo" / "result.json").is_file()


def test_the_answers_of_the_documentation_become_a_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(root / "examples" / "nordstrand", tmp_path / "examples" / "nordstrand")
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```python\n(.*?)```", (root / "docs" / "deciding.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(block, "deciding.md", "exec"), names)
    homes = names["answered"].assignments()
    placed = dict(zip(homes["participant_id"], homes["unit_id"], strict=True))
    assert placed[names["first"]] == names["homes"][names["first"]][-1]
    assert placed.get(names["second"]) not in names["homes"][names["second"]]


def test_the_example_of_the_package_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    lines = re.findall(r"^>>> (.*?)(?:  # doctest.*)?$", hr.__doc__ or "", re.MULTILINE)
    assert len(lines) == 4
    exec(compile("\n".join(lines), "husrom", "exec"), {})


def test_links_lead_somewhere() -> None:
    for page in ("README.md", "CONTRIBUTING.md", "docs/columns.md", "docs/deciding.md", "docs/policy.md", "docs/scenarios.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (root / page).read_text(encoding="utf-8")):
            assert (root / page).parent.joinpath(target).exists(), f"{page} links to {target}"


@pytest.mark.skipif(command is None, reason="the command is not built; HUSROM_COMMAND names it")
def test_commands_run(tmp_path: Path) -> None:
    assert command is not None
    shutil.copytree(root / "examples" / "bodo", tmp_path / "examples" / "bodo")
    lines = re.findall(r"^husrom (.*)$", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) >= 6
    for line in lines:
        done = subprocess.run([command, *shlex.split(line)], cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"husrom {line}\n{done.stdout}\n{done.stderr}"


@pytest.mark.skipif(command is None, reason="the command is not built; HUSROM_COMMAND names it")
def test_the_scenarios_of_the_documentation_run(tmp_path: Path) -> None:
    assert command is not None
    text = (root / "docs" / "scenarios.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    scenarios = tmp_path / "scenarios.toml"
    scenarios.write_text(block, encoding="utf-8")
    for edit in re.findall(r"^\| (`\w+`(?:, `\w+`)?) \|", text, re.MULTILINE):
        for word in re.findall(r"\w+", edit):
            assert f"{{ {word} = " in block, f"no example of {word}"
    words = ["sweep", root / "examples" / "bodo", "--scenarios", scenarios, "--store", tmp_path / "runs"]
    done = subprocess.run([command, *map(str, words)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("optimal") == block.count("[[scenario]]")
