"""Rule: the Python of the README runs as it stands, and its relative links lead somewhere."""

import re
import shutil
from pathlib import Path

import pytest
from conftest import root


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


def test_links_lead_somewhere() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (root / page).read_text(encoding="utf-8")):
            assert (root / target).exists(), f"{page} links to {target}"
