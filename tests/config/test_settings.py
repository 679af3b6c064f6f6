import stat
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import read_settings


def test_without_a_file_the_database_lies_in_var(tmp_path: Path) -> None:
    settings = read_settings({}, tmp_path)

    assert settings.database == f"sqlite:///{tmp_path / 'var' / 'leidraad.db'}"
    assert settings.base_url == "http://localhost:8000"
    assert settings.smtp is None
    assert not settings.demo


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = read_settings({}, tmp_path)
    second = read_settings({}, tmp_path)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_secrets_do_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    (tmp_path / "leidraad.toml").write_text(
        'database = "postgresql://leidraad:welkom@db.example/leidraad"\n'
        '[smtp]\nserver = "mail.example"\nwachtwoord = "hunter2"\nafzender = "a@b.example"\n'
        '[koppelingen.caar]\nurl = "https://caar.example/x"\ngeheim = "sesam"\n'
    )
    settings = read_settings({}, tmp_path)

    assert settings.secret_key not in repr(settings)
    assert "hunter2" not in repr(settings)
    assert "sesam" not in repr(settings)
    assert "welkom" in settings.database
    assert "welkom" not in repr(settings)


def test_the_environment_wins_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "leidraad.toml").write_text(
        'poort = 9000\ndemo = false\n[smtp]\nserver = "a"\nafzender = "a@b.nl"\n'
    )
    settings = read_settings(
        {"LEIDRAAD_POORT": "9001", "LEIDRAAD_DEMO": "ja", "LEIDRAAD_SMTP_SERVER": "b"}, tmp_path
    )

    assert settings.port == 9001
    assert settings.demo
    assert settings.smtp is not None
    assert (settings.smtp.host, settings.smtp.sender) == ("b", "a@b.nl")


def test_a_connector_may_only_call_its_own_host_when_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "leidraad.toml").write_text(
        '[koppelingen.caar]\nurl = "https://caar.example:8443/melding"\ntijd = 5\n'
    )
    connector = read_settings({}, tmp_path).connectors["caar"]

    assert connector.hosts == ("caar.example",)
    assert connector.timeout == 5.0
    assert not connector.private


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("prot = 1", "prot", 'Bedoelt u "poort"?'),
        ('poort = "x"', "poort", "een geheel getal"),
        ("poort = 70000", "poort", "van 1 tot en met 65535"),
        ("poort = true", "poort", "van 1 tot en met 65535"),
        ('demo = "ja"', "demo", "true of false"),
        ('geheim = "kort"', "geheim", "te kort"),
        ('adres = "leidraad"', "adres", "geen webadres"),
        ('sqlite_synchroon = "soms"', "sqlite_synchroon", "off, normal, full"),
        ('[smtp]\nserver = "a"', "smtp.afzender", "ontbreekt"),
        ('[smtp]\nserver = "a"\nafzender = "a@b\\nBcc: c@d"', "smtp.afzender", "geen mailadres"),
        ('[koppelingen.x]\nurl = "file:///etc/passwd"', "koppelingen.x.url", "geen webadres"),
        ("[koppelingen]\nx = 1", "koppelingen.x", "een groep"),
        ("a = ", "", "geen geldige TOML"),
    ],
)
def test_a_mistake_names_the_file_and_the_key(tmp_path: Path, text: str, key: str, says: str) -> None:
    (tmp_path / "leidraad.toml").write_text(text)

    with pytest.raises(ConfigError, match="leidraad.toml") as caught:
        read_settings({}, tmp_path)

    assert caught.value.key == key
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LEIDRAAD_PORT", "1", "LEIDRAAD_POORT"),
        ("LEIDRAAD_POORT", "abc", "getal"),
        ("LEIDRAAD_DEMO", "misschien", '"ja" of "nee"'),
        ("LEIDRAAD_INSTELLINGEN", "weg.toml", "bestaat niet"),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable(
    tmp_path: Path, name: str, value: str, says: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read_settings({name: value}, tmp_path)

    assert caught.value.key == name
    assert says in caught.value.message


def test_a_file_that_is_not_utf8_tells_the_line(tmp_path: Path) -> None:
    (tmp_path / "leidraad.toml").write_bytes(b'demo = true\nadres = "caf\xe9"\n')

    with pytest.raises(ConfigError) as caught:
        read_settings({}, tmp_path)

    assert caught.value.line == 2


def test_no_proxy_is_trusted_until_the_installation_says_how_many(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path).trusted_proxies == 0
    assert read_settings({"LEIDRAAD_VERTROUWDE_PROXYS": "2"}, tmp_path).trusted_proxies == 2


@pytest.mark.parametrize("number", ["-1", "alle", "11"])
def test_a_number_of_proxies_that_cannot_be_is_refused(tmp_path: Path, number: str) -> None:
    with pytest.raises(ConfigError, match="getal"):
        read_settings({"LEIDRAAD_VERTROUWDE_PROXYS": number}, tmp_path)
