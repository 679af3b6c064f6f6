"""The command `leidraad` as a person runs it: a process of its own, in a folder of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Leidraad = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with a copy of the example region and nothing else."""
    shutil.copytree(ROOT / "processes" / "voorbeeld", tmp_path / "processes" / "voorbeeld")
    return tmp_path


@pytest.fixture
def leidraad(folder: Path) -> Leidraad:
    """Run the command there; give the exit status and what it said."""

    def run(*words: str, said: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "webui.command_line", *words],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT), "LEIDRAAD_SQLITE_SYNCHROON": "off"} | environment,
            input=said,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
