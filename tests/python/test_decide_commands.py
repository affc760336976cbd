"""Decisions on the command line: offers and answers, a review and its log, other mechanisms, groups, drafts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

root = Path(__file__).resolve().parents[2]
toy = root / "examples/toy"
sections = """
[columns."participant.income"]
type = "integer"
[offers]
homes = 2
max_loss = { wishes = 1 }
[refusals]
"too far" = { park_days = 0 }
"refused viewing" = { park_days = 60 }
[overrides]
NEAR_SCHOOL = { nb = "Nær skole", en = "Near the school" }
[uncertain]
"participant.income" = { from = 10000, to = 20000 }
"""


def husrom(*words: str | Path, lang: str = "en") -> subprocess.CompletedProcess[str]:
    command = os.environ.get("HUSROM_COMMAND", "husrom")
    arguments = [str(word) for word in words]
    return subprocess.run([command, *arguments, "--lang", lang], capture_output=True, text=True, check=False, timeout=120)


def answer(*words: str | Path) -> Any:
    ended = husrom(*words, "--format", "json")
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy case with the sections that offers and reviews read."""
    folder = tmp_path_factory.mktemp("cases") / "toy"
    folder.mkdir()
    for file in toy.iterdir():
        if file.suffix in {".csv", ".toml"}:
            (folder / file.name).write_bytes(file.read_bytes())
    with (folder / "policy.toml").open("a", encoding="utf-8") as policy:
        policy.write(sections)
    return folder


@pytest.fixture(scope="module")
def run(case: Path) -> Path:
    folder = case.parent / "run"
    assert husrom("allocate", case, "--out", folder, "--quiet").returncode == 0
    return folder


def test_help_of_every_command_has_an_example_and_fits_the_screen() -> None:
    """Rule: every command tells an example, in lines of at most 80 characters where the text is ours."""
    command = os.environ.get("HUSROM_COMMAND", "husrom")
    listed = subprocess.run([command, "--help"], capture_output=True, text=True, check=False).stdout
    names = [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and len(line) > 19 and line[2] != " "]
    assert {"offers", "respond", "review", "draft", "fairness", "mechanism", "near-optimal", "stability"} <= set(names)
    for name in names:
        told = husrom(name, "--help")
        assert told.returncode == 0
        about, _, example = told.stdout.partition("\nexample:\n")
        assert f"husrom {name}" in example
        assert all(len(line) <= 80 for line in about.split("Options:")[0].splitlines())


def test_offers_are_kept_answered_and_logged(case: Path, run: Path, tmp_path: Path) -> None:
    """Rule: a round goes from answer to answer in a file; the log holds each answer; a changed round is refused."""
    round_ = tmp_path / "round.json"
    made = answer("offers", run, "--case", case, "--out", round_)
    assert made["schema"] == "husrom.offers/1" and all(len(one["homes"]) <= 2 for one in made["sets"])
    assert all(int(one["loss"]) <= int(one["allowed"]) for one in made["guarantees"])
    offered = [home["unit"] for one in made["sets"] for home in one["homes"]]
    assert len(offered) == len(set(offered)), "no home is in two sets"
    first, second = made["sets"][0]["participant"], made["sets"][1]["participant"]
    home = made["sets"][0]["homes"][-1]["unit"]
    log = tmp_path / "answers.jsonl"
    keep = ["--log", log, "--actor", "user:1", "--time", "2026-11-22T09:00:00Z"]
    after = answer("respond", round_, first, "accept", "--unit", home, "--case", case, *keep)
    assert next(one for one in after["sets"] if one["participant"] == first)["state"] == "accepted"
    refused = husrom("respond", round_, second, "refuse", "--reason", "refused viewing", "--case", case, *keep, "--format", "json")
    assert f"{second}: the homes refused are not offered again in this round; no home is offered." in refused.stderr
    after = json.loads(refused.stdout)
    assert after["parked"] == [{"participant": second, "days": 60, "reason": "refused viewing"}]
    assert [json.loads(line)["answer"] for line in log.read_text().splitlines()] == ["accept", "refuse"]
    assert husrom("verify", "--log", log).returncode == 0
    kept = json.loads(round_.read_text())
    assert {one["participant"] for one in kept["sets"]} == {one["participant"] for one in after["sets"]}
    # Wrong words, wrong rounds.
    assert husrom("respond", round_, first, "accept", "--case", case).returncode == 2
    third = kept["sets"][-1]["participant"]
    wrong = husrom("respond", round_, third, "refuse", "--reason", "to far", "--case", case)
    assert wrong.returncode == 2 and "too far" in wrong.stderr
    assert husrom("respond", round_, third, "refuse", "--case", case).returncode == 2
    assert husrom("respond", round_, third, "perhaps", "--case", case).returncode == 2
    assert json.loads(round_.read_text()) == kept, "a refused answer changes nothing"
    kept["sets"][0]["homes"] = kept["sets"][-1]["homes"]
    round_.write_text(json.dumps(kept))
    assert husrom("respond", round_, third, "accept", "--case", case).returncode == 3
    assert husrom("respond", tmp_path / "none.json", third, "accept", "--case", case).returncode == 3
    folder = husrom("respond", run, third, "accept", "--case", case)
    assert folder.returncode == 3 and "a folder, where the file of a round is wanted" in folder.stderr


def test_a_round_is_answered_under_the_case_and_policy_it_was_made_from(case: Path, run: Path, tmp_path: Path) -> None:
    """Rule: another day or other refusals are told as another policy and not as damage; who takes no part is told so."""
    round_ = tmp_path / "round.json"
    who = answer("offers", run, "--case", case, "--out", round_)["sets"][0]["participant"]
    later = husrom("respond", round_, who, "accept", "--case", case, "--as-of", "2031-01-01")
    assert later.returncode == 3 and "F032" in later.stderr and "as of 2031-01-01" in later.stderr, later.stderr
    policy = tmp_path / "policy.toml"
    policy.write_text((case / "policy.toml").read_text(encoding="utf-8").replace("park_days = 60", "park_days = 90"), encoding="utf-8")
    other = husrom("respond", round_, who, "refuse", "--reason", "refused viewing", "--case", case, "--policy", policy)
    assert other.returncode == 3 and "its policy digest differs" in other.stderr, other.stderr
    nobody = husrom("respond", round_, "SYN-P-99", "accept", "--case", case)
    assert nobody.returncode == 2 and 'there is no participant "SYN-P-99"' in nobody.stderr
    explained = husrom("explain", run, who, "--case", case, "--as-of", "2031-01-01")
    assert explained.returncode == 3 and "as of 2031-01-01" in explained.stderr


def test_answers_given_at_once_are_all_kept(case: Path, run: Path, tmp_path: Path) -> None:
    """Rule: a second answer waits for the first, and is taken from the round that it left."""
    round_ = tmp_path / "round.json"
    made = answer("offers", run, "--case", case, "--out", round_)
    people = [one["participant"] for one in made["sets"] if one["state"] == "open"]
    command = os.environ.get("HUSROM_COMMAND", "husrom")
    calls = [
        subprocess.Popen([command, "respond", round_, one, "accept", "--case", case, "--quiet"], stdout=subprocess.DEVNULL)
        for one in people
    ]
    assert [call.wait(timeout=120) for call in calls] == [0] * len(people)
    states = {one["participant"]: one["state"] for one in json.loads(round_.read_text())["sets"]}
    assert {states[one] for one in people} == {"accepted"}
    assert [path.name for path in tmp_path.iterdir()] == ["round.json"]


def test_a_round_replaces_a_round_and_nothing_else(case: Path, run: Path, tmp_path: Path) -> None:
    """Rule: a file that is no round is left as it is, and so is one that a writer of the same name left; a link is followed."""
    policy, round_, link = tmp_path / "policy.toml", tmp_path / "round.json", tmp_path / "link.json"
    policy.write_text("schema = 1\n")
    beside = tmp_path / "round.json.writing"
    beside.write_text("mine")
    link.symlink_to(round_)
    refused = husrom("offers", run, "--case", case, "--out", policy)
    assert refused.returncode == 2 and "policy.toml is no round" in refused.stderr
    made = answer("offers", run, "--case", case, "--out", round_)
    person = made["sets"][0]["participant"]
    log = tmp_path / "answers.jsonl"
    words = ["respond", link, person, "accept", "--case", case, "--log", log, "--actor", "user:1"]
    for out in (policy, tmp_path, tmp_path / "no-folder" / "round.json", log):
        assert husrom(*words, "--out", out).returncode == 2
        assert not log.exists() or not log.read_text(), "what cannot be written is not logged"
    assert husrom(*words).returncode == 0
    assert link.is_symlink() and json.loads(round_.read_text())["sets"][0]["state"] == "accepted"
    assert policy.read_text() == "schema = 1\n" and beside.read_text() == "mine"


def test_the_log_of_answers_holds_codes_and_homes(case: Path, run: Path, tmp_path: Path) -> None:
    """Rule: no words about a person get into the log; the home accepted and the homes refused always do."""
    round_, log = tmp_path / "round.json", tmp_path / "answers.jsonl"
    made = answer("offers", run, "--case", case, "--out", round_)
    first, second = made["sets"][0], made["sets"][1]
    accept = ["respond", round_, first["participant"], "accept", "--case", case, "--log", log]
    for wrong in (["--actor", "Kari Nordmann"], ["--actor", ""], ["--actor", "user:1", "--time", "in the morning"]):
        assert husrom(*accept, *wrong).returncode == 2
    plain = toy, tmp_path / "plain"
    assert husrom("allocate", plain[0], "--out", plain[1], "--quiet").returncode == 0
    answer("offers", plain[1], "--case", toy, "--out", tmp_path / "other.json")
    refuse = ["respond", tmp_path / "other.json", first["participant"], "refuse", "--case", toy, "--log", log, "--actor", "user:1"]
    told = husrom(*refuse, "--reason", "she is afraid of the neighbour")
    assert told.returncode == 2 and "NEAR_SCHOOL" in told.stderr
    assert not log.exists()
    answer(*accept, "--actor", "user:1")
    answer("respond", round_, second["participant"], "refuse", "--reason", "too far", "--case", case, "--log", log, "--actor", "user:1")
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    assert rows[0]["unit"] == first["homes"][0]["unit"] and "refused" not in rows[0]
    assert rows[1]["refused"] == ";".join(home["unit"] for home in second["homes"]) and "unit" not in rows[1]


def test_offers_take_what_the_options_say(case: Path, run: Path) -> None:
    """Rule: --homes and --max-loss go before the policy; what is no loss is refused by name."""
    assert all(len(one["homes"]) == 1 for one in answer("offers", run, "--case", case, "--homes", "1")["sets"])
    strict = answer("offers", run, "--case", case, "--max-loss", "wishes=0")
    assert all(one["loss"] == "0" for one in strict["guarantees"])
    for words in (["--homes", "0"], ["--max-loss", "wishes"], ["--max-loss", "wihses=1"], ["--max-loss", "wishes=-1"]):
        assert husrom("offers", run, "--case", case, *words).returncode == 2
    twice = husrom("offers", run, "--case", case, "--max-loss", "wishes=1", "--max-loss", "wishes=3")
    assert twice.returncode == 2 and 'names the goal "wishes" twice' in twice.stderr
    assert husrom("offers", run).returncode == 2
    assert "may choose" in husrom("offers", run, "--case", case).stdout
    assert "kan velge" in husrom("offers", run, "--case", case, lang="nb").stdout


def test_a_review_goes_on_from_call_to_call(case: Path, run: Path, tmp_path: Path) -> None:
    """Rule: decisions stand in the log; an override shows its price and is made with --yes alone; resolve keeps them all."""
    log = tmp_path / "audit.jsonl"
    placed = {one.split(",")[0]: one.split(",")[1] for one in (run / "assignments.csv").read_text("utf-8-sig").splitlines()[1:]}
    base = ["--case", case, "--log", log, "--actor", "user:2f61", "--time", "2026-11-22T09:00:00Z"]
    accepted = "SYN-P-B"
    other = husrom("review", run, "accept", accepted, placed["SYN-P-E"], *base)
    assert other.returncode == 2 and placed[accepted] in other.stderr, "what is accepted is what the plan gives"
    assert husrom("review", run, "resolve", accepted, *base, "--out", tmp_path / "none").returncode == 2
    state = answer("review", run, "accept", accepted, *base)
    assert state["decisions"] == [{"kind": "accept", "participant": accepted, "unit": placed[accepted]}]
    price = answer("review", run, "price", "SYN-P-A", placed["SYN-P-E"], *base)
    assert price["schema"] == "husrom.why-not/1"
    override = ["review", run, "override", "SYN-P-A", placed["SYN-P-E"], *base, "--reason", "NEAR_SCHOOL", "--reference", "sak:2026/4411"]
    assert answer(*override) == price, "without --yes the price alone is shown"
    assert len(answer("review", run, "list", *base)["decisions"]) == 1
    made = answer(*override, "--yes")
    assert made["price"] == price and len(made["decisions"]) == 2
    answer("review", run, "forbid", "SYN-P-D", placed["SYN-P-D"], *base)
    new, decided = tmp_path / "new", tmp_path / "decided"
    resolved = answer("review", run, "resolve", *base, "--out", new, "--out-case", decided)
    after = {one["participant"]: one["unit"] for one in resolved["assignments"]}
    assert after[accepted] == placed[accepted] and after["SYN-P-A"] == placed["SYN-P-E"]
    assert after.get("SYN-P-D") != placed["SYN-P-D"]
    # The new run with its decided case is a run like any other, and names the head of the log.
    checked = husrom("verify", new, "--case", decided, "--log", log, "--head", resolved["log_head"])
    assert checked.returncode == 0, checked.stdout
    whole = log.read_text()
    log.write_text("".join(whole.splitlines(keepends=True)[:-1]))
    cut = husrom("verify", new, "--case", decided, "--log", log)
    assert cut.returncode == 3 and resolved["log_head"] in cut.stdout
    assert husrom("verify", "--log", log).returncode == 0, "the chain alone does not show it"
    log.write_text(whole)
    # Going on about the new run, what led to it stands, in the same log; and it can be decided otherwise.
    on = ["--case", decided, "--log", log, "--actor", "user:2f61"]
    stands = answer("review", new, "list", *on)["decisions"]
    assert [one["kind"] for one in stands] == ["accept", "override", "forbid"]
    assert [one["kind"] for one in answer("review", new, "forbid", accepted, placed[accepted], *on)["decisions"]] == [
        "override",
        "forbid",
        "forbid",
    ]
    again = answer("review", new, "resolve", *on, "--out", tmp_path / "newer", "--out-case", tmp_path / "later")
    assert {one["participant"]: one["unit"] for one in again["assignments"]}.get(accepted) != placed[accepted]
    # Wrong words.
    for words in (["perhaps"], ["accept"], ["lock", "SYN-P-A"], ["override", "SYN-P-A", "SYN-U-1", "--yes"], ["resolve"]):
        assert husrom("review", run, *words, *base).returncode == 2, words
    assert husrom("review", run, "accept", "SYN-P-A", "--case", case, "--log", log).returncode == 2, "who decides is named"
    assert husrom("review", run, "list", "--case", case, "--log", log).returncode == 0, "who looks need not be"
    assert husrom("review", run, "override", "SYN-P-A", "SYN-U-1", *base, "--yes", "--reason", "NEAR_SCHOL").returncode == 2


def test_a_log_of_another_months_policy_decides_nothing(case: Path, run: Path, tmp_path: Path) -> None:
    """Rule: the same placements under other codes are another plan; list says how many decisions are about others."""
    log = tmp_path / "audit.jsonl"
    policy, month = tmp_path / "policy.toml", tmp_path / "month"
    policy.write_text((case / "policy.toml").read_text(encoding="utf-8").replace("NEAR_SCHOOL", "NEAR_WORK"), encoding="utf-8")
    assert husrom("allocate", case, "--policy", policy, "--out", month, "--quiet").returncode == 0
    assert husrom("review", run, "accept", "SYN-P-B", "--case", case, "--log", log, "--actor", "user:1").returncode == 0
    listed = husrom("review", month, "list", "--case", case, "--policy", policy, "--log", log, "--actor", "user:2")
    assert "accept" not in listed.stdout and "1 decision in this log is about another plan." in listed.stderr
    told = answer("review", month, "list", "--case", case, "--policy", policy, "--log", log, "--actor", "user:2")
    assert told["about_other_plans"] == 1 and told["log_went_on"]
    again = ["review", run, "list", "--case", case, "--log", log, "--actor", "user:2"]
    told = answer(*again)
    assert len(told["decisions"]) == 1 and told["about_other_plans"] == 0 and not told["log_went_on"]


def test_reading_a_review_makes_no_log(case: Path, run: Path, tmp_path: Path) -> None:
    """Rule: list, price and withdraw of a log that is not there are usage errors, and none is there afterwards."""
    log = tmp_path / "audit.jsonl"
    for words in (["list"], ["price", "SYN-P-A", "SYN-U-1"], ["withdraw", "SYN-P-A", "SYN-U-1"]):
        ended = husrom("review", run, *words, "--case", case, "--log", log, "--actor", "user:1")
        assert ended.returncode == 2 and "no such file" in ended.stderr
    assert not log.exists()


def test_what_a_decided_run_needs_to_be_verified_is_said(case: Path, run: Path, tmp_path: Path) -> None:
    """Rule: resolve says when no case on disk holds the decisions; verify asks for --case only where that would help."""
    base = ["--case", case, "--log", tmp_path / "audit.jsonl", "--actor", "user:1"]
    priced = husrom("review", run, "accept", "SYN-P-B", *base)
    assert priced.returncode == 0, priced.stderr
    assert "--reason CODE" in husrom("review", run, "override", "SYN-P-A", "SYN-U-1", *base).stderr
    assert "--out-case DIR" in husrom("review", run, "resolve", *base, "--out", tmp_path / "new").stderr
    kept = husrom("review", run, "resolve", *base, "--out", tmp_path / "more", "--out-case", tmp_path / "decided")
    assert kept.returncode == 0 and "--out-case" not in kept.stderr
    assert "needs --case" in (told := husrom("verify", run)).stdout + told.stderr
    for words in (["--policy", case / "policy.toml"], ["--as-of", "2026-11-22"]):
        alone = husrom("verify", run, *words)
        assert alone.returncode == 2 and "needs --case" in alone.stderr, "what would not be read is not passed over"
    for wrong in (husrom("verify", run, "--case", tmp_path / "decided"), husrom("verify", tmp_path)):
        assert wrong.returncode == 3 and "needs --case" not in wrong.stdout + wrong.stderr
    missing = husrom("verify", tmp_path)
    assert "checked: hash chain" not in missing.stdout


def test_resolve_replaces_neither_the_log_nor_the_case(case: Path, run: Path, tmp_path: Path) -> None:
    """Rule: where the new run or the decided case may not go is said before anything is solved and logged."""
    mine = tmp_path / "mine"
    copy = tmp_path / "case"
    shutil.copytree(case, copy)
    assert husrom("allocate", copy, "--out", mine, "--quiet").returncode == 0
    log = mine / "review.jsonl"
    base = ["--case", copy, "--log", log, "--actor", "user:1"]
    answer("review", run, "accept", "SYN-P-B", *base)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "notes.txt").write_text("mine")
    new = tmp_path / "new"
    logged = log.read_text()
    for words, named in (
        (["--out", mine], "review.jsonl"),
        (["--out", new, "--out-case", copy], "where the case"),
        (["--out", new, "--out-case", copy / "." / ""], "where the case"),
        (["--out", new, "--out-case", tmp_path / "notes"], "holds no participants.csv"),
        (["--out", new, "--out-case", new], "one folder"),
        (["--out", new, "--out-case", new / "case"], "within the other"),
        (["--out", new, "--out-case", copy / "decided"], "where the case"),
    ):
        refused = husrom("review", run, "resolve", *base, *words)
        assert refused.returncode == 2 and named in refused.stderr, refused.stderr
    again = husrom("allocate", copy, "--out", mine)
    assert again.returncode == 2 and "review.jsonl" in again.stderr
    assert log.read_text() == logged and not new.exists()
    # The log of the run itself holds decisions as soon as a review goes on in it.
    log.unlink()
    own = ["--case", copy, "--log", mine / "audit.jsonl", "--actor", "user:1"]
    answer("review", mine, "accept", "SYN-P-B", *own)
    for words in (["allocate", copy, "--out", mine], ["review", mine, "resolve", *own, "--out", mine]):
        refused = husrom(*words)
        assert refused.returncode == 2 and "audit.jsonl" in refused.stderr, refused.stderr


def test_decisions_that_cannot_all_be_kept_end_with_their_code(case: Path, run: Path, tmp_path: Path) -> None:
    """Rule: 4 when no allocation keeps every decision; the log says so and nothing is written."""
    log = tmp_path / "audit.jsonl"
    base = ["--case", case, "--log", log, "--actor", "user:1"]
    for person in ("SYN-P-A", "SYN-P-F"):  # the site bears one person with conflict behaviour
        assert (
            husrom(
                "review",
                run,
                "override",
                person,
                "SYN-U-1" if person == "SYN-P-A" else "SYN-U-2",
                *base,
                "--reason",
                "NEAR_SCHOOL",
                "--yes",
            ).returncode
            == 0
        )
    ended = husrom("review", run, "resolve", *base, "--out", tmp_path / "new", "--out-case", tmp_path / "decided")
    assert ended.returncode == 4, ended.stderr
    assert not (tmp_path / "new").exists()
    assert '"status":"infeasible"' in log.read_text()
    assert husrom("conflict", tmp_path / "decided").returncode == 4


def test_a_head_that_was_printed_shows_a_cut_log(case: Path, tmp_path: Path) -> None:
    """Rule: allocate prints the head of the run's log, and verify finds it there or objects."""
    folder = tmp_path / "run"
    head = answer("allocate", case, "--out", folder)["log_head"]
    assert head in husrom("allocate", case, "--out", folder).stdout
    assert husrom("verify", folder, "--case", case, "--head", head).returncode == 0
    assert husrom("verify", folder, "--case", case, "--head", "0" * 64).returncode == 3
    assert husrom("verify", folder, "--head", "12").returncode == 2


@pytest.mark.parametrize("mechanism", ["deferred_acceptance", "serial_dictatorship", "hardest_first"])
def test_mechanisms_tell_their_goals(case: Path, mechanism: str) -> None:
    """Rule: the same goals as the plan's, never better in the first one."""
    told = answer("mechanism", case, mechanism, "--seed", "3")
    assert told["mechanism"] == mechanism and {goal["id"] for goal in told["goals"]} == {"house-most", "wishes"}
    assert int(told["goals"][0]["reached"]) <= 6 and len(told["placements"]) == told["housed"]
    text = husrom("mechanism", case, mechanism, "--seed", "3").stdout
    assert "Housed:" in text and f"Lottery of seed 3, drawn first: {' '.join(told['order'])}\n" in text and told["seed"] == 3
    assert husrom("mechanism", case, "lots").returncode == 2
    assert husrom("mechanism", case, mechanism, "--preference", "no-term").returncode == 2


def test_groups_near_plans_stability_and_drafts(case: Path, run: Path) -> None:
    """Rule: what Python says the command says too, in both languages where it is text."""
    fair = answer("fairness", run, "--case", case, "--by", "participant.sex", "--least", "1", "--price")
    assert {one["group"] for one in fair["tables"][0]["groups"]} == {"F", "M"} and fair["prices"][0]["share_best"] == 100
    hidden = husrom("fairness", run, "--case", case, "--by", "participant.sex").stdout
    assert "hidden" in hidden, "three people are few"
    small = ["fairness", run, "--case", case, "--by", "participant.sex", "--price"]
    assert answer(*small)["prices"][0]["share_now"] is None and answer(*small)["prices"][0]["share_best"] is None
    assert "no group has 5 people" in husrom(*small).stdout
    assert husrom("fairness", run, "--case", case).returncode == 2
    assert husrom("fairness", run, "--case", case, "--by", "participant.sx").returncode == 2
    near = answer("near-optimal", run, "--case", case, "--most", "2", "--within", "wishes=1")
    for one in near["plans"]:
        assert all(int(loss["loss"]) <= (1 if loss["goal"] == "wishes" else 0) for loss in one["losses"])
    assert husrom("near-optimal", run, "--case", case, "--within", "wishes=x").returncode == 2
    first = husrom("stability", run, "--case", case, "--samples", "3", "--seed", "4", "--format", "json")
    assert first.stdout == husrom("stability", run, "--case", case, "--samples", "3", "--seed", "4", "--format", "json").stdout
    assert json.loads(first.stdout)["samples"] == 3
    assert husrom("stability", run, "--case", case, "--samples", "0").returncode == 2
    for language, word in [("nb", "UTKAST"), ("nn", "UTKAST"), ("en", "DRAFT")]:
        assert word in husrom("draft", run, "SYN-P-A", "--case", case, "--language", language).stdout.upper()
    assert husrom("draft", run, "SYN-P-A", "--case", case, "--language", "sv").returncode == 2
    for lang, word in (("en", "DRAFT"), ("nb", "UTKAST")):
        assert husrom("draft", run, "SYN-P-A", "--case", case, lang=lang).stdout.startswith(word)


def test_what_a_participant_is_told_needs_the_case(case: Path, run: Path) -> None:
    """Rule: with the case nobody else is named and no use or price of a limit is told; without it nothing can be judged anew."""
    assert husrom("explain", run, "SYN-P-A", "--audience", "participant").returncode == 2
    for person in "ABCDEF":
        told = answer("explain", run, f"SYN-P-{person}", "--case", case, "--audience", "participant")
        assert not {"limits", "obstacles", "prices"} & set(told)
        words = json.dumps(told) + husrom("explain", run, f"SYN-P-{person}", "--case", case, "--audience", "participant").stdout
        assert not any(f"SYN-P-{other}" in words for other in "ABCDEF" if other != person)
    assert "prices" in answer("explain", run, "SYN-P-A", "--case", case)


def test_a_home_that_is_closed_by_who_lives_there_fits_for_the_person(case: Path, tmp_path: Path) -> None:
    """Rule: of one home a person is told no more than of all: nothing of somebody from whom they are kept apart."""
    apart = tmp_path / "case"
    shutil.copytree(case, apart)
    (apart / "tenants.csv").write_text("tenant_id,site_id\nSYN-R-1,SYN-S-2\n", encoding="utf-8")
    (apart / "apart.csv").write_text("participant_id,other_id,per\nSYN-P-D,SYN-R-1,site\n", encoding="utf-8")
    assert husrom("allocate", apart, "--out", tmp_path / "run", "--quiet").returncode == 0
    of_home: list[str | Path] = ["explain", tmp_path / "run", "SYN-P-D", "--case", apart, "--unit", "SYN-U-3"]
    assert answer(*of_home)["fits"] is False and "[failed] apart" in husrom(*of_home).stdout
    told = answer(*of_home, "--audience", "participant")
    assert told["fits"] is True and all(rule["rule"] != "apart" for rule in told["rules"])
    words = husrom(*of_home, "--audience", "participant").stdout
    assert "the home fits" in words and "apart" not in words
    assert husrom(*of_home, "--audience", "boss").returncode == 2


def test_an_explanation_says_that_the_plan_is_not_proven(tmp_path: Path) -> None:
    """Rule: from the run folder alone and with its case, in words and as data."""
    case = root / "examples/nordstrand"
    assert husrom("allocate", case, "--work-limit", "1", "--out", tmp_path / "run", "--quiet").returncode == 0
    housed = (tmp_path / "run" / "assignments.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    extras: list[list[str | Path]] = [[], ["--case", case], ["--case", case, "--audience", "participant"]]
    for extra in extras:
        for person, caution in (("SYN-P-09", ""), (housed, ": a better one may give another outcome.\n")):
            explain: list[str | Path] = ["explain", tmp_path / "run", person, *extra]
            assert f"\nThe plan is not proven best{caution}" in husrom(*explain).stdout
            assert answer(*explain)["status"] == "feasible"
    assert "[The search ended early." in husrom("draft", tmp_path / "run", "SYN-P-09", "--case", case, "--language", "en").stdout
