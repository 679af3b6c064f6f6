"""Everything a change must pass, in order, with one closing list of what was left out.

`python -m tests.run all` is make test, `quick` the part under a minute, `lint` only what reads the code.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
LINT = [
    ("opmaak", ["ruff", "format", "--check", "."]),
    ("stijl", ["ruff", "check", "."]),
    ("typen", ["mypy"]),
    ("lagen", ["lint-imports"]),
]

# What make quick tries: the files, the engine and one request from its beginning to its end. The rest asks more time.
QUICK = [
    "bpmn", "forms", "config", "house", "engine/audit", "engine/casework", "engine/definitions", "engine/hiding",
    "engine/letters", "engine/runtime", "engine/store", "webui/test_handing_in.py",
]  # fmt: skip


def main(part: str) -> int:
    steps = list(LINT)
    if part != "lint":
        steps.append(("tests", ["pytest", *pytest_arguments(part)]))
    failed = [name for name, command in steps if not run(name, command)]
    missing = left_out() if part == "all" else []
    for line in missing:
        print(f"Weggelaten: {line}")
    if not missing and part == "all":
        print("Er is niets weggelaten.")
    if failed:
        print(f"Niet goed: {', '.join(failed)}")
    strict = bool(os.environ.get("NOTHING_LEFT_OUT"))
    return 1 if failed or (missing and strict) else 0


def pytest_arguments(part: str) -> list[str]:
    arguments = ["-q", "-n", str(min(4, os.cpu_count() or 2)), "--dist", "worksteal"]
    marks = []
    if part == "quick":
        arguments += [f"tests/{place}" for place in QUICK]
        marks += ["not slow", "not browser"]
    elif not shutil.which("chromium"):
        marks.append("not browser")
    return [*arguments, "-m", " and ".join(marks)] if marks else arguments


def run(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    print(f"== {name}", flush=True)
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, check=False)
    print(
        f"== {name}: {'goed' if done.returncode == 0 else 'FOUT'} ({time.monotonic() - started:.0f} s)",
        flush=True,
    )
    return done.returncode == 0


def left_out() -> list[str]:
    if shutil.which("chromium"):
        return []
    return [
        "de reizen in de browser, want Chromium is er niet. Installeer het met: sudo apt install chromium"
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
