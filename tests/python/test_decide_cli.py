"""Questions about a saved run on the command line: answers on stdout, codes by outcome."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

root = Path(__file__).resolve().parents[2]
toy = str(root / "examples/toy")


def husrom(*words: str) -> subprocess.CompletedProcess[str]:
    command = os.environ.get("HUSROM_COMMAND", "husrom")
    return subprocess.run([command, *words], capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("runs") / "toy"
    assert husrom("allocate", toy, "--out", str(folder), "--quiet").returncode == 0
    return str(folder)


def test_alternatives_are_the_homes_that_why_not_prices_the_same(run: str) -> None:
    """Rule: an alternative costs what why-not says of the same pair."""
    listed = json.loads(husrom("alternatives", run, "SYN-P-A", "--case", toy, "--format", "json").stdout)
    assert listed["schema"] == "husrom.alternatives/1" and listed["complete"] and listed["alternatives"]
    for one in listed["alternatives"]:
        answer = json.loads(husrom("why-not", run, "SYN-P-A", one["unit"], "--case", toy, "--format", "json").stdout)
        assert answer["losses"] == one["losses"]
        assert answer["exact"] and one["exact"]


def test_alternatives_without_a_participant_are_those_of_everybody(run: str) -> None:
    """Rule: asked of everybody, each has the answer that the command gives of them alone, in both forms."""
    everybody = json.loads(husrom("alternatives", run, "--case", toy, "--most", "2", "--format", "json").stdout)
    assert everybody["schema"] == "husrom.all-alternatives/1" and len(everybody["participants"]) > 3
    texts = []
    for one in everybody["participants"]:
        alone = ["alternatives", run, one["participant"], "--case", toy, "--most", "2"]
        assert json.loads(husrom(*alone, "--format", "json").stdout) == one
        texts.append(husrom(*alone).stdout)
    assert husrom("alternatives", run, "--case", toy, "--most", "2", "--threads", "2").stdout == "".join(texts)


def test_a_pair_that_is_ruled_out_is_told_in_both_languages(run: str) -> None:
    """Rule: every rule that closes a pair is named, without values."""
    answer = json.loads(husrom("why-not", run, "SYN-P-A", "SYN-U-5", "--case", toy, "--format", "json").stdout)
    assert answer["outcome"] == "RULED_OUT"
    rules = [by["rule"] for by in answer["ruled_out_by"]]
    assert len(rules) >= 2
    for lang, word in [("en", "ruled out"), ("nb", "utelukket")]:
        text = husrom("why-not", run, "SYN-P-A", "SYN-U-5", "--case", toy, "--lang", lang).stdout
        assert word in text
        assert all(rule in text for rule in rules)


def test_conflict_ends_with_the_code_of_an_impossible_round(tmp_path: Path) -> None:
    """Rule: 0 for a possible round, 4 with a minimal clashing set for an impossible one."""
    assert husrom("conflict", toy).returncode == 0
    folder = tmp_path / "case"
    folder.mkdir()
    for file in Path(toy).iterdir():
        if file.suffix in {".csv", ".toml"}:
            (folder / file.name).write_bytes(file.read_bytes())
    people = [line.split(",")[0] for line in (folder / "participants.csv").read_text(encoding="utf-8-sig").splitlines()[1:]]
    pairs = "participant_id,unit_id,require\n" + "".join(f"{person},SYN-U-1,true\n" for person in people[:2])
    (folder / "pairs.csv").write_text(pairs, encoding="utf-8")
    ended = husrom("conflict", str(folder), "--format", "json")
    assert ended.returncode == 4, ended.stderr
    answer = json.loads(ended.stdout)
    assert answer["proven"] and {member["kind"] for member in answer["members"]} <= {"LOCKED", "RULE"}


def test_wrong_words_are_usage_errors(run: str) -> None:
    """Rule: what is missing or unknown is named, with the nearest."""
    assert husrom("why-not", run, "SYN-P-A", "SYN-U-2").returncode == 2
    ended = husrom("why-not", run, "SYN-P-AA", "SYN-U-2", "--case", toy)
    assert ended.returncode == 2 and "SYN-P-A" in ended.stderr
    assert husrom("what-would-help", run, "SYN-P-A", "--case", toy, "--most", "0").returncode == 2
    assert "housed" in husrom("what-would-help", run, "SYN-P-A", "--case", toy, "--lang", "en").stdout
