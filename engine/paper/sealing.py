"""The seal of the installation on its documents. Who has none needs no package for it, and nothing changes."""

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

from config.errors import ConfigError
from config.seal import Seal

Sealer = Callable[[bytes], bytes]


@lru_cache(maxsize=8)
def sealer_of(seal: Seal | None) -> Sealer:
    """What puts the seal on a PDF; without one the PDF stays as it is. Looked up at the start of a process, so that
    what is wrong with the certificate is said then. The sealer raises NotPrinted; this raises ConfigError."""
    if seal is None:
        return _as_it_is
    try:
        pades = import_module("engine.paper.pades")
    except ImportError:
        message = "Voor een zegel is het pakket pyHanko nodig. Installeer requirements-zegel.txt."
        raise ConfigError(message, "leidraad.toml", "zegel") from None
    made: Sealer = pades.sealer(seal)
    return made


def _as_it_is(pdf: bytes) -> bytes:
    return pdf
