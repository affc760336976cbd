"""Rule: what is written depends on the input alone, not on the day, the time zone or the language of the machine it is made on."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

command = os.environ.get("HUSROM_COMMAND") or shutil.which("husrom")
pytestmark = [
    pytest.mark.skipif(command is None, reason="the command is not built; HUSROM_COMMAND names it"),
    pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed"),
]

surroundings = {
    "long ago": (["faketime", "2003-02-28 23:59:58"], {}),
    "far ahead, on a leap day": (["faketime", "2048-02-29 00:00:01"], {}),
    "east of the date line": ([], {"TZ": "Pacific/Kiritimati"}),
    "west of it, in Norwegian": ([], {"TZ": "Pacific/Niue", "LC_ALL": "nb_NO.UTF-8", "LANG": "nb_NO.UTF-8"}),
}


def written(folder: Path, prefix: list[str], environment: dict[str, str]) -> dict[str, bytes]:
    """Every file of an example, and of the run that it is allocated in."""
    assert command is not None
    told = {**os.environ, "LC_ALL": "C", "TZ": "UTC", **environment}
    for words in (["example", "nordstrand", folder / "case"], ["allocate", folder / "case", "--out", folder / "run", "--threads", "1"]):
        subprocess.run([*prefix, command, *map(str, words)], check=True, capture_output=True, env=told, timeout=300)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("where", surroundings)
def test_the_same_bytes_elsewhere_and_at_another_time(where: str, tmp_path: Path) -> None:
    prefix, environment = surroundings[where]
    if prefix:
        year = subprocess.run([*prefix, "date", "+%Y"], check=True, capture_output=True, text=True).stdout
        assert year.strip() == prefix[1][:4], "faketime does not reach programs here"
    here = written(tmp_path / "here", [], {})
    assert "run/result.json" in here
    assert written(tmp_path / "elsewhere", prefix, environment) == here
