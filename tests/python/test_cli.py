"""Rule: the `husrom` command answers on stdout, speaks on stderr, and says the outcome by its exit code."""

import csv
import hashlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

command = os.environ.get("HUSROM_COMMAND") or shutil.which("husrom")
pytestmark = pytest.mark.skipif(command is None, reason="the command is not built; HUSROM_COMMAND names it")


def husrom(*words: str | Path, code: int = 0, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    assert command is not None
    surroundings = {**os.environ, "LC_ALL": "C", **(env or {})}
    done = subprocess.run([command, *map(str, words)], capture_output=True, text=True, env=surroundings, timeout=300)
    assert done.returncode == code, f"{words}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def answer(*words: str | Path, code: int = 0) -> dict[str, Any]:
    """The one JSON document on stdout."""
    document: dict[str, Any] = json.loads(husrom(*words, "--format", "json", code=code).stdout)
    assert document["schema"].startswith("husrom.")
    return document


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "toy"
    husrom("example", "toy", folder)
    return folder


@pytest.fixture(scope="module")
def run(toy: Path) -> Path:
    folder = toy.parent / "run"
    husrom("allocate", toy, "--out", folder)
    return folder


def write_case(folder: Path, policy: str, **tables: list[str]) -> Path:
    folder.mkdir()
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


plain_policy = """
schema = 1
id = "plain"
[round]
as_of = 2026-11-22
horizon = "60 days"
[[eligible]]
id = "bedrooms"
type = "at_least"
left = ["unit.bedrooms"]
right = ["participant.bedrooms_needed"]
[[goal]]
id = "house-most"
maximise = "housed"
[ties]
order = ["application_date", "lottery"]
lottery_seed = 7
"""


def hard_case(folder: Path) -> Path:
    """Choose among people whose needs load five budgets at once (a knapsack with five sides): far longer than seconds to prove."""
    draw = random.Random(1)
    count = 120
    loads = [[draw.randint(100, 1000) for _ in range(5)] for _ in range(count)]
    budgets = "".join(
        f'[[limit]]\nid = "budget-{k}"\nper = "all"\nsum = "participant.load_{k}"\n'
        f'max = {sum(load[k] for load in loads) // 2}\nkind = "hard"\n'
        for k in range(5)
    )
    policy = f"""
schema = 1
id = "hard"
[round]
as_of = 2026-11-22
horizon = "60 days"
[[eligible]]
id = "own-key"
type = "equal"
left = "participant.key"
right = "unit.key"
[[term]]
id = "value"
type = "column"
column = "participant.value"
{budgets}
[[goal]]
id = "value"
maximise = "score"
weights = {{ value = 1 }}
"""
    people = ["participant_id,application_date,key,value," + ",".join(f"load_{k}" for k in range(5))]
    for i, load in enumerate(loads):
        people.append(f"SYN-P-{i:03},2026-01-01,k{i:03},{sum(load) // 5 + draw.randint(0, 500)}," + ",".join(map(str, load)))
    homes = ["unit_id,neighbourhood_id,key"] + [f"SYN-U-{i:03},SYN-N,k{i:03}" for i in range(count)]
    return write_case(folder, policy, participants=people, units=homes, neighbourhoods=["neighbourhood_id", "SYN-N"])


def test_help_and_version() -> None:
    listed = husrom("--help").stdout
    for name in ("check", "allocate", "explain", "compare", "sweep", "policy", "verify", "example"):
        assert f"\n  {name} " in listed
        text = husrom(name, "--help").stdout
        assert f"usage: husrom {name}" in text
        assert "example:" in text
        assert all(len(line) <= 80 for line in text.splitlines()), text
    assert husrom("--version").stdout.startswith("husrom ")
    assert husrom(code=2).stdout == ""


def test_misspelt_words_are_answered_with_the_nearest(toy: Path) -> None:
    assert 'Did you mean "allocate"?' in husrom("alocate", toy, code=2).stderr
    assert "Did you mean --threads?" in husrom("allocate", toy, "--treads", "2", code=2).stderr
    assert "CASE is missing" in husrom("check", code=2).stderr
    assert "--out" in husrom("allocate", toy, code=2).stderr
    assert "--seed" in husrom("allocate", toy, "--out", "unused", "--seed", "x", code=2).stderr
    assert "--lang" in husrom("check", toy, "--lang", "se", code=2).stderr
    husrom("check", toy, "one-too-many", code=2)


def test_check(toy: Path, tmp_path: Path) -> None:
    assert answer("check", toy)["ok"] is True
    broken = shutil.copytree(toy, tmp_path / "broken")
    text = (broken / "participants.csv").read_text(encoding="utf-8")
    (broken / "participants.csv").write_text(text.replace(",39,", ",thirty-nine,", 1), encoding="utf-8")
    document = answer("check", broken, code=3)
    assert document["errors"] == 1
    assert document["findings"][0]["code"] == "T004"
    assert document["findings"][0]["column"] == "age"
    assert "thirty-nine" not in json.dumps(document)
    refused = husrom("allocate", broken, "--out", tmp_path / "run", code=3)
    assert "[T004]" in refused.stderr
    assert refused.stdout == ""
    assert not (tmp_path / "run").exists()
    husrom("check", tmp_path / "nowhere", code=3)


def test_allocate_writes_a_run_that_verifies(toy: Path, run: Path, tmp_path: Path) -> None:
    for name in ("result.json", "assignments.csv", "waiting.csv", "limits.csv", "prices.csv", "certificate.jsonl", "audit.jsonl"):
        assert (run / name).is_file(), name
    alone = answer("verify", run)
    assert alone["accepted"] is True
    assert alone["rebuilt"] is False
    whole = answer("verify", run, "--case", toy)
    assert whole["accepted"] is True
    assert whole["rebuilt"] is True
    told = husrom("verify", run, "--case", toy, "--lang", "nb").stdout.splitlines()
    assert "kontrollert: hashkjeden i audit.jsonl (1 rad)" in told
    assert "kontrollert: plan og bevis, av den uavhengige kontrollen" in told
    assert told[-1] == "Kjøringen er godtatt."

    changed = shutil.copytree(run, tmp_path / "changed")
    rows = (changed / "assignments.csv").read_text(encoding="utf-8").splitlines()
    (changed / "assignments.csv").write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")
    assert answer("verify", changed, code=3)["objections"]


def test_allocate_answers_in_two_languages_and_as_json(toy: Path, tmp_path: Path) -> None:
    words = husrom("allocate", toy, "--out", tmp_path / "en", "--lang", "en")
    assert words.stdout.startswith("Proven best: 6 of 6 people housed")
    assert "Written to" in words.stderr
    assert husrom("allocate", toy, "--out", tmp_path / "nb", env={"LC_ALL": "nb_NO.UTF-8"}).stdout.startswith("Bevist best:")
    quiet = husrom("allocate", toy, "--out", tmp_path / "quiet", "--quiet")
    assert quiet.stderr == ""
    assert "\x1b" not in words.stdout + words.stderr
    document = answer("allocate", toy, "--out", tmp_path / "json")
    assert document["status"] == "optimal"
    assert document["verified"] is True
    assert document["canonical"] is True
    assert document["housed"] == 6
    assert {goal["id"] for goal in document["goals"]} >= {"house-most", "wishes"}


def test_the_same_bytes_for_any_number_of_threads(toy: Path, run: Path, tmp_path: Path) -> None:
    for threads in ("1", "2", "4"):
        husrom("allocate", toy, "--out", tmp_path / threads, "--threads", threads)
        for name in ("result.json", "assignments.csv", "waiting.csv", "limits.csv", "certificate.jsonl"):
            assert (tmp_path / threads / name).read_bytes() == (run / name).read_bytes(), (threads, name)


def test_explain(toy: Path, run: Path, tmp_path: Path) -> None:
    with_case = answer("explain", run, "SYN-P-D", "--case", toy)
    assert with_case["assignment"]["unit"] == "SYN-U-3"
    assert {rule["rule"] for rule in with_case["rules"]} >= {"bedrooms", "supervision"}
    alone = answer("explain", run, "SYN-P-D")
    assert alone["assignment"]["unit"] == "SYN-U-3"
    assert "SYN-U-3" in husrom("explain", run, "SYN-P-D", "--lang", "nb").stdout
    closed = answer("explain", run, "SYN-P-C", "--case", toy, "--unit", "SYN-U-1")
    assert closed["fits"] is False
    assert any(rule["rule"] == "bedrooms" and rule["verdict"] == "fail" for rule in closed["rules"])
    assert 'did you mean "SYN-P-' in husrom("explain", run, "SYN-P-X", "--case", toy, code=2).stderr
    assert 'did you mean "SYN-P-' in husrom("explain", run, "SYN-P-X", code=2).stderr
    husrom("explain", tmp_path, "SYN-P-D", code=3)
    # A run is explained by its own case only.
    other = shutil.copytree(toy, tmp_path / "other")
    sites = (other / "sites.csv").read_text(encoding="utf-8")
    (other / "sites.csv").write_text(sites.replace("SYN-S-1,SYN-N-2,1", "SYN-S-1,SYN-N-2,2"), encoding="utf-8")
    husrom("explain", run, "SYN-P-D", "--case", other, code=3)


def test_explain_says_why_somebody_waits(tmp_path: Path) -> None:
    case = write_case(
        tmp_path / "case",
        plain_policy,
        participants=[
            "participant_id,application_date,bedrooms_needed",
            "SYN-P-1,2026-01-01,1",
            "SYN-P-2,2026-02-01,1",
            "SYN-P-3,2026-02-01,4",
        ],
        units=["unit_id,bedrooms", "SYN-U-1,1"],
    )
    husrom("allocate", case, "--out", tmp_path / "run")
    for extra in ([], ["--case", str(case)]):
        assert answer("explain", tmp_path / "run", "SYN-P-2", *extra)["waiting"]["reason"] == "TIE"
        assert answer("explain", tmp_path / "run", "SYN-P-3", *extra)["waiting"]["reason"] == "NO_HOME_FITS"


def test_compare(toy: Path, run: Path, tmp_path: Path) -> None:
    same = answer("compare", run, run)
    assert all(goal["a"] == goal["b"] for goal in same["goals"])
    assert same["housed_only_in_a"] == same["housed_only_in_b"] == same["other_home"] == []
    fewer = shutil.copytree(toy, tmp_path / "fewer")
    units = (fewer / "units.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (fewer / "units.csv").write_text("".join(line for line in units if not line.startswith("SYN-U-3")), encoding="utf-8")
    husrom("allocate", fewer, "--out", tmp_path / "run")
    assert answer("compare", run, tmp_path / "run")["housed_only_in_a"] == ["SYN-P-D"]
    rows = list(csv.DictReader(io.StringIO(husrom("compare", run, tmp_path / "run", "--format", "csv").stdout)))
    assert {"what": "housed", "id": "SYN-P-D", "a": "yes", "b": "no"} in rows
    assert {"what": "same_case", "id": "", "a": "no", "b": "no"} in rows


def test_a_run_without_an_allocation_is_not_compared(toy: Path, run: Path, tmp_path: Path) -> None:
    """Rule: such a run does not hold whom its case has, so that nothing is said of its people."""
    scenarios, store = tmp_path / "scenarios.toml", tmp_path / "store"
    locks = ", ".join(f'{{ lock = "{person}", unit = "SYN-U-1" }}' for person in ("SYN-P-A", "SYN-P-B"))
    scenarios.write_text(f'[[scenario]]\nname = "infeasible"\nedits = [{locks}]\n', encoding="utf-8")
    husrom("sweep", toy, "--scenarios", scenarios, "--store", store)
    (none,) = store.iterdir()
    for two in ((run, none), (none, run)):
        refused = husrom("compare", *two, code=2)
        assert not refused.stdout and f"{none} has no allocation to compare: its status is infeasible" in refused.stderr


def test_compare_judges_goals_that_two_policies_count_alike(toy: Path, run: Path, tmp_path: Path) -> None:
    """Rule: another cap leaves goals what they are, another weight makes another goal of the one that weighs by it."""
    policy = (toy / "policy.toml").read_text(encoding="utf-8")
    changes = (
        (
            "cap",
            '{ column = "participant.conflict", op = "at_least", value = 2 }',
            '{ column = "participant.conflict", op = "at_least", value = 3 }',
        ),
        ("weight", "area-wish = 1", "area-wish = 10"),
    )
    for name, old, new in changes:
        other = shutil.copytree(toy, tmp_path / name)
        assert old in policy
        (other / "policy.toml").write_text(policy.replace(old, new, 1), encoding="utf-8")
        husrom("allocate", other, "--out", tmp_path / f"run-{name}")
        alike = {goal["id"]: goal["counted_alike"] for goal in answer("compare", run, tmp_path / f"run-{name}")["goals"]}
        assert all(alike.values()) == (name == "cap"), alike
        assert any(alike.values())


def test_policy_in_plain_words(toy: Path) -> None:
    english = husrom("policy", toy / "policy.toml", "--explain", "--lang", "en").stdout
    norwegian = husrom("policy", toy / "policy.toml", "--explain", "--lang", "nb").stdout
    assert "The home has enough bedrooms." in english
    assert "Boligen har soverom nok." in norwegian
    assert len(answer("policy", toy / "policy.toml")["digest"]) == 64


def test_example_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        husrom("example", "bodo", tmp_path / folder, "--seed", "11")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    husrom("example", "nowhere", tmp_path / "c", code=2)


def test_infeasible_is_exit_code_4(tmp_path: Path) -> None:
    case = write_case(
        tmp_path / "case",
        plain_policy,
        participants=[
            "participant_id,application_date,bedrooms_needed,must_house",
            "SYN-P-1,2026-01-01,1,true",
            "SYN-P-2,2026-01-01,1,true",
        ],
        units=["unit_id,bedrooms", "SYN-U-1,1"],
    )
    assert answer("allocate", case, "--out", tmp_path / "run", code=4)["status"] == "infeasible"
    assert not (tmp_path / "run").exists()


def test_not_proven_is_exit_code_6_only_when_asked(tmp_path: Path) -> None:
    case = hard_case(tmp_path / "case")
    document = answer("allocate", case, "--out", tmp_path / "a", "--work-limit", "20000")
    assert document["status"] == "feasible"
    assert document["stopped_by"] == "work_limit"
    assert document["reproducible"] is True
    husrom("allocate", case, "--out", tmp_path / "b", "--work-limit", "20000", "--require-optimal", code=6)
    assert (tmp_path / "a" / "assignments.csv").read_bytes() == (tmp_path / "b" / "assignments.csv").read_bytes()


def test_a_limit_before_any_allocation_is_exit_code_5(tmp_path: Path) -> None:
    # Half of the people must have a home, so that even a first plan takes a search.
    case = hard_case(tmp_path / "case")
    head, *rows = (case / "participants.csv").read_text(encoding="utf-8").splitlines()
    duty = [f"{head},must_house", *(f"{row},{'true' if i < len(rows) // 2 else ''}" for i, row in enumerate(rows))]
    (case / "participants.csv").write_text("\n".join(duty) + "\n", encoding="utf-8")
    for limit in ("--work-limit", "--time-limit"):
        document = answer("allocate", case, "--out", tmp_path / "run", limit, "0", code=5)
        assert document["status"] == "unknown"
        assert document["stopped_by"] == limit[2:].replace("-", "_")
    assert "Checked" not in husrom("allocate", case, "--out", tmp_path / "run", "--work-limit", "0", code=5).stdout
    assert not (tmp_path / "run").exists()


def test_an_answer_that_cannot_be_written_is_exit_code_1(toy: Path) -> None:
    assert command is not None
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run([command, "check", toy], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 1
    assert "could not be written" in done.stderr


def test_interrupt_writes_the_best_plan_so_far(tmp_path: Path) -> None:
    assert command is not None
    case = hard_case(tmp_path / "case")
    process = subprocess.Popen(
        [command, "allocate", case, "--out", tmp_path / "run", "--progress", "json", "--threads", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("{") and json.loads(line)["has_plan"]:
            break
    process.send_signal(signal.SIGINT)
    sent = time.monotonic()
    process.communicate(timeout=120)
    assert process.returncode == 130
    assert time.monotonic() - sent < 60
    result = json.loads((tmp_path / "run" / "result.json").read_text(encoding="utf-8"))
    assert result["stopped_by"] == "interrupt"
    assert answer("verify", tmp_path / "run", "--case", case)["accepted"] is True


def test_sweep_keeps_runs_and_resumes(toy: Path, tmp_path: Path) -> None:
    scenarios = tmp_path / "scenarios.toml"
    scenarios.write_text(
        '[[scenario]]\nname = "as it is"\n'
        '[[scenario]]\nname = "cap two"\nedits = [ { limit = "conflict-cap", group = "SYN-S-1", max = 2 } ]\n'
        '[[scenario]]\nname = "closed"\nedits = [ { close = "SYN-U-3" } ]\n',
        encoding="utf-8",
    )
    first = answer("sweep", toy, "--scenarios", scenarios, "--store", tmp_path / "runs")
    assert [(one["name"], one["housed"]) for one in first["runs"]] == [("as it is", 6), ("cap two", 6), ("closed", 5)]
    assert len({one["run"] for one in first["runs"]}) == 3
    times = {one["run"]: Path(one["run"]).stat().st_mtime_ns for one in first["runs"]}
    again = answer("sweep", toy, "--scenarios", scenarios, "--store", tmp_path / "runs", "--resume")
    assert all(one["resumed"] for one in again["runs"])
    assert times == {one["run"]: Path(one["run"]).stat().st_mtime_ns for one in again["runs"]}
    for one, other in zip(first["runs"], again["runs"], strict=True):
        assert {**one, "resumed": True} == other
    duty = tmp_path / "duty.toml"
    duty.write_text(
        '[[scenario]]\nname = "impossible"\n'
        'edits = [ { set = "participants", id = "SYN-P-D", column = "must_house", value = true }, { close = "SYN-U-3" } ]\n',
        encoding="utf-8",
    )
    for resumed in (False, True):
        impossible = answer("sweep", toy, "--scenarios", duty, "--store", tmp_path / "runs", "--resume")["runs"][0]
        assert (impossible["status"], impossible["resumed"]) == ("infeasible", resumed)
    scenarios.write_text('[[scenario]]\nname = "wrong"\nedits = [ { close = "SYN-U-33" } ]\n', encoding="utf-8")
    assert "[S001]" in husrom("sweep", toy, "--scenarios", scenarios, "--store", tmp_path / "runs", code=3).stderr


def test_sweep_says_which_scenario_is_wrong_and_warns_of_a_cap_that_is_cut(toy: Path, tmp_path: Path) -> None:
    """Rule: a cell of the case's own file, wrong after an edit, is told with its scenario; a cap cut to its column is no secret."""
    scenarios = tmp_path / "scenarios.toml"
    scenarios.write_text(
        '[[scenario]]\nname = "letters"\nedits = [ { set = "participants", id = "SYN-P-A", column = "need_high", value = "x" } ]\n',
        encoding="utf-8",
    )
    told = husrom("sweep", toy, "--scenarios", scenarios, "--store", tmp_path / "runs", code=3).stderr
    assert "scenario letters, participants.csv, row 2, column need_high" in told
    scenarios.write_text('[[scenario]]\nname = "a quarter up"\nedits = [ { limit = "conflict-cap", scale = 1.25 } ]\n', encoding="utf-8")
    told = husrom("sweep", toy, "--scenarios", scenarios, "--store", tmp_path / "runs").stderr
    assert "would be 1.25; its column holds 1.  [S008] warning" in told


def test_verify_of_a_log(run: Path, tmp_path: Path) -> None:
    whole = answer("verify", "--log", run / "audit.jsonl")
    assert (whole["accepted"], whole["rebuilt"]) == (True, False)
    assert answer("verify", run, "--log", run / "audit.jsonl")["accepted"] is True
    changed = tmp_path / "changed.jsonl"
    changed.write_text((run / "audit.jsonl").read_text(encoding="utf-8").replace('"seq":1', '"seq":2'), encoding="utf-8")
    for words in (["--log", changed], [run, "--log", changed]):
        refused = answer("verify", *words, code=3)
        assert any("line 1" in objection for objection in refused["objections"])
    assert answer("verify", "--log", tmp_path / "nowhere.jsonl", code=3)["objections"]
    assert "nothing to check" in husrom("verify", code=2).stderr
    assert "--case needs DIR" in husrom("verify", "--log", changed, "--case", run, code=2).stderr


def test_verify_says_what_is_no_run(tmp_path: Path) -> None:
    objections = answer("verify", tmp_path, code=3)["objections"]
    assert [one.endswith("this is no run folder: result.json is missing or cannot be read.") for one in objections] == [True]


def test_an_out_folder_that_cannot_be_written_is_refused_before_the_search(tmp_path: Path) -> None:
    case = hard_case(tmp_path / "case")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "note.txt").write_text("mine", encoding="utf-8")
    assert "holds no result.json" in husrom("allocate", case, "--out", mine, code=2).stderr
    assert "is a file" in husrom("allocate", case, "--out", mine / "note.txt", code=2).stderr
    assert "cannot write" in husrom("allocate", case, "--out", mine / "note.txt" / "run", code=2).stderr
    assert [path.name for path in mine.iterdir()] == ["note.txt"]


def test_what_cannot_be_written_is_wrong_usage_wherever_it_is_asked_for(toy: Path, run: Path, tmp_path: Path) -> None:
    """Rule: 2 before anything is computed, whichever command writes."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    nowhere = tmp_path / "file" / "deep"
    scenarios = tmp_path / "scenarios.toml"
    scenarios.write_text('[[scenario]]\nname = "as it is"\n', encoding="utf-8")
    assert "no name is given" in husrom("allocate", toy, "--out", "", code=2).stderr
    for words in (
        ["allocate", toy, "--out", nowhere],
        ["example", "toy", nowhere],
        ["offers", run, "--case", toy, "--out", nowhere / "round.json"],
        ["sweep", toy, "--scenarios", scenarios, "--store", nowhere],
    ):
        assert str(nowhere) in husrom(*words, code=2).stderr, words


def test_a_run_that_was_edited_is_not_answered_from(toy: Path, tmp_path: Path) -> None:
    """Rule: whoever reads a run compares it with its log, with the case and without."""
    run = tmp_path / "run"
    husrom("allocate", toy, "--out", run)
    text = (run / "assignments.csv").read_text(encoding="utf-8")
    (run / "assignments.csv").write_text(text.replace(",new,", ",moves,", 1), encoding="utf-8")
    for words in (
        ["explain", run, "SYN-P-A"],
        ["explain", run, "SYN-P-A", "--case", toy],
        ["compare", run, run],
        ["allocate", toy, "--out", tmp_path / "other", "--start", run],
    ):
        assert "assignments.csv is not the file that the log names" in husrom(*words, code=3).stderr, words
    (run / "audit.jsonl").unlink()
    assert "audit.jsonl is missing" in husrom("compare", run, run, code=3).stderr


def test_a_sweep_does_not_resume_from_a_run_that_was_edited(toy: Path, tmp_path: Path) -> None:
    """Rule: what is in the store is judged again, its proof too; what is not as it was written is solved again, and said."""
    scenarios = tmp_path / "scenarios.toml"
    scenarios.write_text('[[scenario]]\nname = "as it is"\n', encoding="utf-8")
    words = ["sweep", toy, "--scenarios", scenarios, "--store", tmp_path / "runs", "--resume"]
    first = answer(*words)["runs"][0]
    result = Path(first["run"]) / "result.json"
    whole = result.read_text(encoding="utf-8")
    result.write_text(whole.replace('"reached": 6', '"reached": 9'), encoding="utf-8")
    edited = husrom(*words, "--format", "json")
    assert "It is solved again: as it is." in edited.stderr
    assert json.loads(edited.stdout)["runs"][0] == first
    assert result.read_text(encoding="utf-8") == whole
    # A log of one's own that fits the edited files does not help.
    log, proof = result.parent / "audit.jsonl", result.parent / "certificate.jsonl"
    before = proof.read_bytes()
    proof.write_bytes(before.replace(b'"d":512,"columns":[[0,', b'"d":512,"columns":[[0,9'))
    hashes = [hashlib.sha256(one).hexdigest() for one in (before, proof.read_bytes())]
    log.write_text(log.read_text(encoding="utf-8").replace(*hashes), encoding="utf-8")
    assert "It is solved again" in husrom(*words).stderr
    assert proof.read_bytes() == before


def test_a_case_that_is_not_there_is_not_asked_for_its_policy(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    for path, code in ((tmp_path / "nowhere", "F001"), (tmp_path / "notes.txt", "F021")):
        assert [finding["code"] for finding in answer("check", path, code=3)["findings"]] == [code]


def test_findings_of_the_tables_and_of_the_policy_come_at_once(toy: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(toy, tmp_path / "broken")
    (broken / "policy.toml").write_text("schema = 1\nid = 7\n", encoding="utf-8")
    with (broken / "units.csv").open("a", encoding="utf-8") as file:
        file.write("one,two\n")
    codes = {finding["code"] for finding in answer("check", broken, code=3)["findings"]}
    assert {"F003", "P004"} <= codes


def test_sweep_says_what_the_edits_bring_about(tmp_path: Path) -> None:
    limit = '[[limit]]\nid = "places"\nper = "all"\nsum = 1\nmax = 1\nkind = "hard"\n[[goal]]'
    case = write_case(
        tmp_path / "case",
        plain_policy.replace("[[goal]]", limit),
        participants=["participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1"],
        units=["unit_id,bedrooms", "SYN-U-1,1"],
        tenants=["tenant_id", "SYN-R-1"],
    )
    scenarios = tmp_path / "scenarios.toml"
    scenarios.write_text(
        '[[scenario]]\nname = "as it is"\n'
        '[[scenario]]\nname = "a tenant more"\nedits = [ { add = "tenants", rows = [ { tenant_id = "SYN-R-2" } ] } ]\n',
        encoding="utf-8",
    )
    told = husrom("sweep", case, "--scenarios", scenarios, "--store", tmp_path / "runs").stderr
    assert "in a tenant more" in told
    assert "limit places: 2 is used already, above the cap of 1.  [C212]" in told
    assert "as it is" not in told
