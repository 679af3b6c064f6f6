"""What goes wrong on a fresh machine is one line that says what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from config import install

ROOT = Path(__file__).resolve().parents[2]


def test_an_old_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit):
        install.check_python()
    said = capsys.readouterr().err
    assert "Python 3.9 is te oud" in said
    assert len(said.splitlines()) == 1


def test_an_old_python_can_read_the_script_that_says_so() -> None:
    source = (ROOT / "config" / "install.py").read_text(encoding="utf-8")
    compile(source, "install.py", "exec", dont_inherit=True)
    assert "match " not in source
    assert ":=" not in source
    assert 'f"' not in source


def test_a_missing_venv_package_says_how_to_get_it(tmp_path: Path) -> None:
    """The module is hidden the way Debian leaves it out: it cannot be imported."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "install.py").write_text(
        (ROOT / "config" / "install.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    hide = "import sys, runpy; sys.modules['ensurepip'] = None; sys.argv = ['install.py']; runpy.run_path('config/install.py', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", hide], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "python3-venv" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_no_network_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "VENV", str(tmp_path))
    monkeypatch.setattr(install, "PYTHON", sys.executable)
    monkeypatch.setattr(install, "ROOT", str(tmp_path))
    (tmp_path / "requirements.txt").write_text(
        "bestaat-niet-op-deze-machine==1 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8"
    )
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(SystemExit):
        install.install_packages("requirements.txt")
    assert (
        capfd.readouterr().err.strip().splitlines()[-1].startswith("Leidraad: pakketten ophalen lukte niet")
    )
