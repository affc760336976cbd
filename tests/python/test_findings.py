"""Rule: every finding is told at once, in both languages, and no value of a personal column is ever in one."""

import pickle
from pathlib import Path

import husrom as hr
import pytest
from conftest import policy_text, small_columns


def broken() -> hr.Case:
    tables = small_columns()
    tables["participants"]["participant_id"][1] = "SYN-P-1"
    tables["participants"]["bedrooms_needed"][0] = "SYN-MANY"
    tables["units"]["neighbourhood_id"][2] = "SYN-N-9"
    return hr.Case(policy=policy_text, **tables)


def test_all_errors_at_once() -> None:
    check = hr.check(broken())
    assert not check.ok
    assert not check
    places = {(finding.table, finding.row, finding.column) for finding in check.errors}
    assert places == {("participants", 3, "participant_id"), ("participants", 2, "bedrooms_needed"), ("units", 4, "neighbourhood_id")}
    frame = check.frame()
    assert len(frame) == len(check.findings)
    assert set(frame["severity"]) <= {"error", "warning", "note"}


def test_build_refuses_with_the_same_findings() -> None:
    with pytest.raises(hr.InvalidInput) as error:
        hr.build(broken())
    told = [(f.code, f.table, f.row) for f in error.value.findings if f.severity == "error"]
    assert told == [(f.code, f.table, f.row) for f in hr.check(broken()).errors]
    assert isinstance(error.value, ValueError)


def test_an_error_of_another_process_arrives_with_its_words_and_findings() -> None:
    with pytest.raises(hr.InvalidInput) as error:
        hr.build(broken())
    arrived = pickle.loads(pickle.dumps(error.value))
    assert type(arrived) is hr.InvalidInput
    assert str(arrived) == str(error.value)
    told = [(f.severity, f.code, f.source, f.table, f.row, f.column, f.arguments, f.describe("nb")) for f in error.value.findings]
    assert [(f.severity, f.code, f.source, f.table, f.row, f.column, f.arguments, f.describe("nb")) for f in arrived.findings] == told


def test_both_languages_from_the_same_codes() -> None:
    check = hr.check(broken())
    for finding in check.findings:
        en, nb = finding.describe("en"), finding.describe("nb")
        assert all(en[:2])
        assert all(nb[:2])
        assert en != nb
    assert check.text("en") != check.text("nb")
    with pytest.raises(hr.InvalidArgument, match="lang"):
        check.text("sv")


def test_no_value_of_a_personal_column_is_told() -> None:
    text = policy_text.replace('type = "text"\nclass = "personal"', 'type = "integer"\nclass = "personal"')
    check = hr.check(hr.Case(policy=text, **small_columns()))
    assert {finding.column for finding in check.errors} == {"note"}
    told = check.text() + check.text("nb") + repr(check.findings) + str(list(check.frame().values())) + check._repr_html_()
    assert "SECRET" not in told


def test_a_case_without_a_policy_says_so() -> None:
    case = hr.Case(**small_columns())
    assert not hr.check(case).ok
    with pytest.raises(hr.InvalidInput):
        _ = case.policy


def test_a_misspelt_key_of_a_policy_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(hr.InvalidInput, match="horizon") as error:
        hr.Policy.parse(policy_text.replace("horizon", "horizn"))
    assert any(finding.row > 0 for finding in error.value.findings)
    check = hr.check(hr.Case(policy=policy_text.replace("horizon", "horizn"), **small_columns()))
    assert not check.ok


@pytest.mark.parametrize(
    ("policy", "code"),
    [(None, "F017"), ("[[", "P001"), (policy_text.replace("horizon", "horizn"), "P003"), ('preset = "x"\n' + policy_text, "P005")],
)
def test_what_is_wrong_with_the_tables_is_told_beside_what_is_wrong_with_the_policy(policy: str | None, code: str) -> None:
    tables = small_columns()
    tables["participants"]["participant_id"][1] = "SYN-P-1"
    tables["participants"]["application_date"][2] = "SYN-SOON"
    tables["units"]["neighbourhood_id"][2] = "SYN-N-9"
    told = {(finding.code, finding.table, finding.row) for finding in hr.check(hr.Case(policy=policy, **tables)).errors}
    assert {("T006", "participants", 3), ("T015", "participants", 4), ("R001", "units", 4)} <= told
    assert {one for one, *_ in told} == {"T006", "T015", "R001", code}


def test_a_policy_that_cannot_be_read_asks_for_no_declaration_and_repeats_no_cell() -> None:
    tables = {**small_columns(), "teams": {"team_id": ["SYN-T-1"]}}
    tables["participants"] |= {"name": ["SYN-A", "SYN-B", "SYN-C", "SYN-D"], "team_id": ["SYN-SECRET", None, None, None]}
    check = hr.check(hr.Case(policy="[[", **tables))
    assert [finding.code for finding in check.errors] == ["P001", "R001"]
    assert "SECRET" not in check.text()


def test_a_policy_that_is_not_utf8_is_a_finding(tmp_path: Path, case: hr.Case) -> None:
    case.save(tmp_path / "small")
    file = tmp_path / "small" / "policy.toml"
    file.write_bytes(b"\xef\xbb\xbf" + policy_text.encode())
    assert hr.Policy.load(file).digest == case.policy.digest
    file.write_bytes(policy_text.replace("En liten policy", "Én liten policy").encode("cp1252"))
    read = hr.read(tmp_path / "small")
    assert "P023" in {finding.code for finding in hr.check(read).errors}
    for call in (lambda: read.policy, lambda: hr.build(read), lambda: hr.Policy.load(file)):
        with pytest.raises(hr.InvalidInput, match="P023"):
            call()


def test_a_policy_knows_its_own_parts(case: hr.Case) -> None:
    policy = case.policy
    assert (policy.id, policy.as_of.isoformat()) == ("small", "2026-11-22")
    assert (policy.rules, policy.limits, policy.goals) == (["bedrooms"], ["team-cases"], ["house-most", "best-fit"])
    assert (policy.title("nb"), policy.title("en")) == ("En liten policy", "A small policy")
    assert "The home has enough bedrooms" in policy.words()
    assert "SYN 1" in policy.words("nb")
    assert policy.digest == hr.Policy.parse(policy_text + "\n# a comment\n").digest


@pytest.mark.parametrize("name", ["housing_first", "staircase"])
def test_presets_parse_with_a_round_of_ones_own(name: str) -> None:
    policy = hr.Policy.preset(name, as_of="2026-11-22", horizon="60 days")
    assert policy.rules
    assert policy.goals
    assert f"{name}" in hr.Policy.preset_text(name).replace("-", "_")


def test_a_preset_without_a_day_is_refused_since_no_clock_is_asked() -> None:
    with pytest.raises(hr.InvalidArgument, match="as_of"):
        hr.Policy.preset("staircase")
    with pytest.raises(hr.InvalidArgument):
        hr.Policy.preset("ladder")
