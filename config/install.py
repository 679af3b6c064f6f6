"""Set up this checkout: a virtual environment with pinned packages, and the browser files.

Run by `make install` with the system's Python, before anything is installed: standard library only, and written so
that an old Python can still read it and say what is wrong.
"""

import hashlib
import os
import subprocess
import sys
import time
from typing import List, Optional

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STARTED = time.time()


def main(arguments: List[str]) -> None:
    development = "--dev" in arguments
    check_python()
    make_venv()
    wanted = "requirements-dev.txt" if development else "requirements.txt"
    install_packages(wanted)
    build_browser_files()


def say(text: str) -> None:
    print("[%4.0f s] %s" % (time.time() - STARTED, text))
    sys.stdout.flush()


def stop(text: str) -> None:
    sys.stderr.write("Leidraad: %s\n" % text)
    sys.exit(1)


def check_python() -> None:
    if sys.version_info < (3, 11):
        stop(
            "Python %d.%d is te oud; nodig is 3.11 of nieuwer. Geef een andere op: make run PYTHON=python3.11"
            % sys.version_info[:2]
        )


def make_venv() -> None:
    if os.path.exists(PYTHON):
        return
    try:
        import ensurepip  # noqa: F401,PLC0415 - only to see whether this Python can make a venv
        import venv  # noqa: F401,PLC0415
    except ImportError:
        stop("het pakket venv ontbreekt. Installeer het, bijvoorbeeld met: sudo apt install python3-venv")
    say("Virtuele omgeving maken in .venv")
    run(
        [sys.executable, "-m", "venv", VENV],
        "de virtuele omgeving kon niet gemaakt worden; kijk of er schijfruimte is",
    )


def install_packages(requirements: str) -> None:
    stamp = os.path.join(VENV, "leidraad-" + requirements + ".stamp")
    wanted = fingerprint(requirements)
    if read(stamp) == wanted:
        return
    say("Pakketten installeren uit %s (eerste keer ongeveer een minuut)" % requirements)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "--quiet"]
    no_network = "pakketten ophalen lukte niet. Is er een netwerk? Probeer daarna opnieuw: make install"
    run(pip + ["install", "--require-hashes", "-r", os.path.join(ROOT, requirements)], no_network)
    run(
        pip + ["install", "--no-deps", "--no-build-isolation", "--editable", ROOT],
        "de opdracht leidraad kon niet geinstalleerd worden; verwijder de map .venv en probeer opnieuw",
    )
    write(stamp, wanted)


def build_browser_files() -> None:
    done = subprocess.call([PYTHON, "-m", "webui.browser_build"], cwd=ROOT)
    if done != 0:
        sys.exit(done)


def fingerprint(requirements: str) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in (requirements, "pyproject.toml"):
        digest.update((read(os.path.join(ROOT, name)) or "").encode())
    return digest.hexdigest()


def run(command: List[str], explanation: str) -> None:
    if subprocess.call(command) != 0:
        stop(explanation)


def read(path: str) -> Optional[str]:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return None


def write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
