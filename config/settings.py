"""Settings of one installation: from leidraad.toml, and from LEIDRAAD_… in the environment, which wins.

The words of leidraad.toml (all optional):

    database, demo, processen, poort, adres, sqlite_synchroon, geheim
    vertrouwde_proxys: how many proxies stand before the pages. Of each, one address of X-Forwarded-For and one scheme of
                       X-Forwarded-Proto are believed; with 0 (the default) what these headers say is ignored
    [smtp] server poort gebruiker wachtwoord afzender tls
    [koppelingen.<naam>] url geheim hosts tijd eigen_netwerk
    [zegel] bestand wachtwoord_omgeving: the certificate that seals documents, and the name in the environment of its password
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

from config.errors import ConfigError
from config.seal import Seal, read_seal
from config.tables import Table, did_you_mean, read_table

Synchronous = Literal["OFF", "NORMAL", "FULL"]

_ENVIRONMENT: Mapping[str, str] = {  # name in the environment -> key in the file
    "LEIDRAAD_DATABASE": "database",
    "LEIDRAAD_DEMO": "demo",
    "LEIDRAAD_PROCESSEN": "processen",
    "LEIDRAAD_POORT": "poort",
    "LEIDRAAD_ADRES": "adres",
    "LEIDRAAD_SQLITE_SYNCHROON": "sqlite_synchroon",
    "LEIDRAAD_GEHEIM": "geheim",
    "LEIDRAAD_VERTROUWDE_PROXYS": "vertrouwde_proxys",
    "LEIDRAAD_SMTP_SERVER": "smtp.server",
    "LEIDRAAD_SMTP_POORT": "smtp.poort",
    "LEIDRAAD_SMTP_GEBRUIKER": "smtp.gebruiker",
    "LEIDRAAD_SMTP_WACHTWOORD": "smtp.wachtwoord",
    "LEIDRAAD_SMTP_AFZENDER": "smtp.afzender",
    "LEIDRAAD_SMTP_TLS": "smtp.tls",
}
_PLACES = frozenset({"LEIDRAAD_INSTELLINGEN", "LEIDRAAD_VAR"})
_NUMBERS = frozenset({"poort", "smtp.poort", "vertrouwde_proxys"})
_FLAGS = frozenset({"demo", "smtp.tls"})


@dataclass(frozen=True)
class Smtp:
    """Where mail goes out. `sender` is the address in From; an empty `user` means: do not sign in."""

    host: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    tls: bool = True


@dataclass(frozen=True)
class Connector:
    """A system of others that a service task may call. `hosts` is where the call may go; `timeout` in seconds for the
    whole call; `private` allows addresses of the own network."""

    name: str
    url: str
    secret: str = field(default="", repr=False)
    hosts: tuple[str, ...] = ()
    timeout: float = 10.0
    private: bool = False


@dataclass(frozen=True)
class Settings:
    """`database` is a database URL; `base_url` the address people type, without a slash at the end;
    `var` the folder for the embedded database and the secret key; `smtp` None means: no mail goes out;
    `trusted_proxies` is how many proxies of our own every request passes; `seal` None means: documents get no seal."""

    database: str = field(repr=False)  # may hold a password
    secret_key: str = field(repr=False)
    var: Path = Path("var")
    demo: bool = False
    processes: Path = Path("processes")
    port: int = 8000
    base_url: str = "http://localhost:8000"
    smtp: Smtp | None = None
    connectors: Mapping[str, Connector] = field(default_factory=dict)
    sqlite_synchronous: Synchronous = "FULL"
    trusted_proxies: int = 0
    seal: Seal | None = None


def read_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Read the settings. `environment` is os.environ when not given; paths are relative to `folder` (the current one).

    The file is leidraad.toml in `folder`, or what LEIDRAAD_INSTELLINGEN names. Makes the folder var/ and a secret key
    in it when there is none. Raises ConfigError with the file and key, or the name in the environment.
    """
    environment = os.environ if environment is None else environment
    folder = Path.cwd() if folder is None else folder
    table = _with_environment(_read_file(environment, folder), environment)
    table.only(
        "database",
        "demo",
        "processen",
        "poort",
        "adres",
        "sqlite_synchroon",
        "geheim",
        "vertrouwde_proxys",
        "smtp",
        "koppelingen",
        "zegel",
    )
    var = folder / environment.get("LEIDRAAD_VAR", "var")
    port = table.number("poort", 8000, 1, 65535)
    return Settings(
        database=table.text("database", "") or f"sqlite:///{var / 'leidraad.db'}",
        secret_key=_secret_key(table, var),
        var=var,
        demo=table.flag("demo", False),
        processes=folder / table.text("processen", "processes"),
        port=port,
        base_url=_base_url(table, port),
        smtp=_read_smtp(table.table("smtp")) if "smtp" in table else None,
        connectors={name: _read_connector(name, row) for name, row in table.named("koppelingen").items()},
        sqlite_synchronous=cast(
            Synchronous, table.choice("sqlite_synchroon", ("off", "normal", "full"), "full").upper()
        ),
        trusted_proxies=table.number("vertrouwde_proxys", 0, 0, 10),
        seal=read_seal(table, environment, folder),
    )


def _read_file(environment: Mapping[str, str], folder: Path) -> Table:
    named = environment.get("LEIDRAAD_INSTELLINGEN")
    path = folder / (named or "leidraad.toml")
    try:
        return read_table(path.read_bytes(), path.name)
    except FileNotFoundError:
        if named:
            message = f'Het bestand "{path}" bestaat niet. Pas LEIDRAAD_INSTELLINGEN aan of maak het bestand.'
            raise ConfigError(message, "omgeving", "LEIDRAAD_INSTELLINGEN") from None
        return Table({}, path.name)
    except OSError as error:
        raise ConfigError(f"Het bestand is niet te lezen ({error.strerror}).", path.name) from None


def _with_environment(table: Table, environment: Mapping[str, str]) -> Table:
    values = dict(table.values)
    for name, text in environment.items():
        if not name.startswith("LEIDRAAD_") or name in _PLACES:
            continue
        key = _ENVIRONMENT.get(name)
        if key is None:
            hint = did_you_mean(name, [*_ENVIRONMENT, *_PLACES])
            raise ConfigError(f"Deze instelling kent Leidraad niet.{hint}", "omgeving", name)
        group, _, last = key.rpartition(".")
        if not group:
            values[last] = _value(name, key, text)
        else:
            values[group] = {**Table(values, table.file).table(group).values, last: _value(name, key, text)}
    return Table(values, table.file)


def _value(name: str, key: str, text: str) -> object:
    """The environment knows only text; numbers and flags are read here, so that the message can name the variable."""
    if key in _NUMBERS:
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise ConfigError("Dit moet een getal zijn, zonder letters of tekens.", "omgeving", name)
        return int(text)
    if key in _FLAGS:
        words = {"ja": True, "1": True, "true": True, "nee": False, "0": False, "false": False, "": False}
        if text.lower() not in words:
            raise ConfigError('Schrijf "ja" of "nee".', "omgeving", name)
        return words[text.lower()]
    return text


def _secret_key(table: Table, var: Path) -> str:
    """The key of the settings, else the one in var/; made there, readable by its owner alone, when absent."""
    given = table.text("geheim", "")
    if given:
        if len(given) < 32:
            table.refuse("geheim", "Dit geheim is te kort. Neem ten minste 32 tekens, of laat het weg.")
        return given
    path = var / "secret_key"
    try:
        var.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_key(path)
        key = path.read_text().strip()
    except OSError as error:
        message = (
            f'De map "{var}" is niet te gebruiken ({error.strerror}). Maak haar aan of geef LEIDRAAD_VAR op.'
        )
        raise ConfigError(message, "omgeving", "LEIDRAAD_VAR") from None
    if len(key) < 32:
        raise ConfigError(
            "Het geheim in dit bestand is te kort. Haal het bestand weg en start opnieuw.", str(path)
        )
    return key


def _make_key(path: Path) -> None:
    """Written beside and linked into place: of two processes that start together, one makes it and both read it."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    try:
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink()


def _base_url(table: Table, port: int) -> str:
    url = table.text("adres", f"http://localhost:{port}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        table.refuse("adres", f'"{url}" is geen webadres. Schrijf bijvoorbeeld https://leidraad.example.')
    return url


def _read_smtp(row: Table) -> Smtp:
    row.only("server", "poort", "gebruiker", "wachtwoord", "afzender", "tls")
    sender = row.text("afzender")
    if "@" not in sender or any(sign in sender for sign in "\r\n <>"):
        row.refuse("afzender", f'"{sender}" is geen mailadres. Vul alleen het adres in.')
    return Smtp(
        host=row.text("server"),
        port=row.number("poort", 587, 1, 65535),
        user=row.text("gebruiker", ""),
        password=row.text("wachtwoord", ""),
        sender=sender,
        tls=row.flag("tls", True),
    )


def _read_connector(name: str, row: Table) -> Connector:
    row.only("url", "geheim", "hosts", "tijd", "eigen_netwerk")
    url = row.text("url")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        row.refuse("url", f'"{url}" is geen webadres. Schrijf bijvoorbeeld https://api.example/melding.')
    return Connector(
        name=name,
        url=url,
        secret=row.text("geheim", ""),
        hosts=row.texts("hosts") or (parts.hostname,),
        timeout=float(row.number("tijd", 10, 1, 60)),
        private=row.flag("eigen_netwerk", False),
    )
