"""Rule: nothing ever touches the network: no socket is opened in a whole run, and the extension does not even name the calls."""

import shutil
import subprocess
import sys
from pathlib import Path

import husrom._core
import pytest

child = """
import sys

def watch(event, arguments):
    if event.startswith("socket.") or event in ("urllib.Request", "http.client.connect"):
        print("network:", event, file=sys.stderr)
        sys.exit(1)

sys.addaudithook(watch)
import husrom as hr
from conftest import policy_text, small_columns

problem = hr.build(hr.Case(policy=policy_text, **small_columns()))
plan = hr.allocate(problem, progress="line")
plan.save(sys.argv[1])
assert hr.verify(sys.argv[1], problem.case)
print(plan.explain("SYN-P-2"), plan._repr_html_(), plan.waiting().to("pandas"))
"""


def test_a_whole_run_opens_no_socket(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", child, str(tmp_path / "run")], capture_output=True, text=True, cwd=Path(__file__).parent, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("nm") is None, reason="nm is not here")
def test_the_extension_names_no_network_call() -> None:
    symbols = subprocess.run(["nm", "-D", "--undefined-only", husrom._core.__file__], capture_output=True, text=True, check=True).stdout
    named = {line.split()[-1].split("@")[0] for line in symbols.splitlines()}
    assert "memcpy" in named or "malloc" in named
    assert not named & {"socket", "connect", "getaddrinfo", "gethostbyname", "sendto", "recvfrom"}
