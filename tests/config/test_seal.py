"""The certificate of the installation: where it is, and what opens it."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import read_settings

SEAL = '[zegel]\nbestand = "zegel.p12"\nwachtwoord_omgeving = "ZEGEL_WACHTWOORD"\n'


def write(folder: Path, text: str = SEAL) -> None:
    (folder / "leidraad.toml").write_text(text)
    (folder / "zegel.p12").write_bytes(b"x")


def test_without_a_word_about_it_there_is_no_seal(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path).seal is None


def test_the_password_comes_from_the_environment_and_shows_nowhere(tmp_path: Path) -> None:
    write(tmp_path)
    settings = read_settings({"ZEGEL_WACHTWOORD": "sesam-open-u"}, tmp_path)

    assert settings.seal is not None
    assert settings.seal.file == tmp_path / "zegel.p12"
    assert settings.seal.password == "sesam-open-u"
    assert "sesam" not in repr(settings)


def test_a_certificate_may_have_no_password(tmp_path: Path) -> None:
    write(tmp_path, '[zegel]\nbestand = "zegel.p12"\n')
    seal = read_settings({}, tmp_path).seal

    assert seal is not None
    assert seal.password == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SEAL, 'In de omgeving staat geen "ZEGEL_WACHTWOORD"'),
        ('[zegel]\nbestand = "weg.p12"\n', "bestaat niet"),
        ('[zegel]\nwachtwoord_omgeving = "X"\n', "ontbreekt"),
        ('[zegel]\nbestand = "zegel.p12"\nwachtwoord = "open"\n', "kent Leidraad hier niet"),
    ],
)
def test_what_is_wrong_with_a_seal_is_told(tmp_path: Path, text: str, words: str) -> None:
    write(tmp_path, text)
    with pytest.raises(ConfigError, match=words):
        read_settings({}, tmp_path)
