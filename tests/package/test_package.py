"""Rule: a stranger can use husrom: installed or as a subdirectory, static or shared, by CMake or pkg-config; a version that is not there
is refused; every public header stands alone.

Runs cmake in temporary folders. HUSROM_BUILD names a finished build of the library to install from; without it one is made."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

root = Path(__file__).resolve().parents[2]
consumer = Path(__file__).with_name("consumer")
expected = """\
SYN-P-1 gets SYN-U-1
SYN-P-2 gets SYN-U-2
SYN-P-3 waits: NO_HOME_FITS
bedrooms closes 2 homes
an empty case has errors
"""


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, env={**os.environ, **environment}, check=False)


def succeed(*command: object, **environment: str) -> str:
    done = run(*command, **environment)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def configure(source: Path, build: Path, *options: str) -> list[object]:
    launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    return ["cmake", "-S", source, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", *launcher, *options]


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An install prefix that has been moved after installing."""
    made = os.environ.get("HUSROM_BUILD")
    build = Path(made) if made else tmp_path_factory.mktemp("build")
    if not made:
        succeed(*configure(root, build, "-DHUSROM_BUILD_TESTS=OFF", "-DHUSROM_BUILD_CLI=OFF"))
        succeed("cmake", "--build", build)
    installed = tmp_path_factory.mktemp("install")
    succeed("cmake", "--install", build, "--prefix", installed / "first", "--component", "development")
    shutil.move(installed / "first", installed / "moved")
    return installed / "moved"


def test_installed_package_is_found_and_every_header_stands_alone(prefix: Path, tmp_path: Path) -> None:
    succeed(*configure(consumer, tmp_path, f"-DCMAKE_PREFIX_PATH={prefix}"))
    succeed("cmake", "--build", tmp_path)
    assert succeed(tmp_path / "service") == expected
    succeed(tmp_path / "everything_twice")


@pytest.mark.parametrize("version", ["0.2", "1.0", "0.0.9", "0.1.99"])
def test_a_version_that_is_not_there_is_refused(prefix: Path, tmp_path: Path, version: str) -> None:
    done = run(*configure(consumer, tmp_path, f"-DCMAKE_PREFIX_PATH={prefix}", f"-DHUSROM_WANTED={version}"))
    assert done.returncode != 0
    assert "compatible with requested version" in " ".join(done.stderr.split())


def test_pkg_config_knows_all_flags(prefix: Path, tmp_path: Path) -> None:
    path = {"PKG_CONFIG_PATH": ":".join(map(str, prefix.glob("lib*/**/pkgconfig")))}
    flags = succeed("pkg-config", "--cflags", "--libs", "--static", "husrom", **path).split()
    succeed("c++", "-std=c++20", consumer / "service.cpp", "-o", tmp_path / "service", *flags)
    assert succeed(tmp_path / "service") == expected


def test_the_readme_shows_a_service_that_runs(prefix: Path, tmp_path: Path) -> None:
    (block,) = re.findall(r"```cpp\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "service.cpp").write_text(block, encoding="utf-8")
    path = {"PKG_CONFIG_PATH": ":".join(map(str, prefix.glob("lib*/**/pkgconfig")))}
    flags = succeed("pkg-config", "--cflags", "--libs", "--static", "husrom", **path).split()
    succeed("c++", "-std=c++20", tmp_path / "service.cpp", "-o", tmp_path / "service", *flags)
    shutil.copytree(root / "examples" / "bodo", tmp_path / "examples" / "bodo")
    done = subprocess.run([tmp_path / "service"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert len(re.findall(r"^SYN-P-\d+ gets SYN-U-\d+$", done.stdout, re.MULTILINE)) == 29


def test_source_tree_as_a_shared_library_in_a_subdirectory(tmp_path: Path) -> None:
    succeed(*configure(consumer, tmp_path, f"-DHUSROM_SOURCE={root}", "-DBUILD_SHARED_LIBS=ON"))
    succeed("cmake", "--build", tmp_path)
    assert succeed(tmp_path / "service") == expected
    targets = succeed("cmake", "--build", tmp_path, "--target", "help")
    assert "test_core" not in targets, "a dependency brings no tests into its user's build"
