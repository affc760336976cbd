"""Rule: nothing needs wide vectors; a processor without them gets the same answers.

Valgrind's processor has AVX2 and no AVX-512: an instruction of the latter ends the program there, on whatever machine the test runs."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

build = os.environ.get("HUSROM_BUILD")
sparse = "Kernels.*:MaximumWeight.*:Forms.*:DynamicMatching.*"
# Valgrind computes long double as double, which the oracle of near ties does not bear.
dense = "DenseForms.*:DenseEdges.*-DenseEdges.NearTies*"
solve = "Neighbourhood.Rounds*"


@pytest.mark.skipif(not build or not shutil.which("valgrind"), reason="wants a finished build (HUSROM_BUILD) and valgrind")
@pytest.mark.parametrize(("program", "tests"), [("test_matching", sparse), ("test_matching", dense), ("test_solve", solve)])
def test_no_program_needs_avx512(program: str, tests: str) -> None:
    command = ["valgrind", "--tool=none", "-q", str(Path(build or "") / "tests" / program), f"--gtest_filter={tests}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "[  PASSED  ] " in done.stdout and "[  PASSED  ] 0 tests" not in done.stdout
