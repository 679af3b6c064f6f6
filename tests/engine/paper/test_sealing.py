"""The seal on a PDF: put on with a certificate that was made for this test, and checked by pyHanko's own validation."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from config.errors import ConfigError
from config.seal import Seal
from engine.errors import NotPrinted
from engine.paper.printing import print_sheet
from engine.paper.sealing import sealer_of
from tests.engine.paper.certificate import PASSWORD, certificate
from tests.engine.paper.reading_back import is_accessible, sheet, text_of


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    sealer_of.cache_clear()
    yield
    sealer_of.cache_clear()


def checked(pdf: bytes, root: bytes) -> tuple[bool, bool]:
    """(it is as it was sealed, by this certificate)."""
    (seal,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    context = ValidationContext(trust_roots=list(load_certs_from_pemder_data(root)), allow_fetching=False)
    status = validate_pdf_signature(seal, context)
    return bool(status.intact and status.valid), bool(status.trusted)


def test_a_sealed_letter_is_whole_and_says_who_sealed_it(tmp_path: Path) -> None:
    seal, root = certificate(tmp_path)
    plain = print_sheet(sheet("U krijgt hulp."))
    sealed = sealer_of(seal)(plain)

    assert checked(sealed, root) == (True, True)
    assert sealed.startswith(plain)
    assert b"ETSI.CAdES.detached" in sealed
    assert is_accessible(sealed)
    assert "U krijgt hulp." in text_of(sealed)


def test_a_letter_that_was_changed_after_sealing_is_found(tmp_path: Path) -> None:
    seal, root = certificate(tmp_path)
    sealed = sealer_of(seal)(print_sheet(sheet("U krijgt hulp.")))
    changed = sealed.replace(b"/Lang(nl-NL)", b"/Lang(nl-BE)", 1)

    assert changed != sealed
    assert checked(changed, root)[0] is False


def test_another_certificate_is_not_ours(tmp_path: Path) -> None:
    seal, _ = certificate(tmp_path)
    (tmp_path / "ander").mkdir()
    _, other = certificate(tmp_path / "ander")

    assert checked(sealer_of(seal)(print_sheet(sheet("Ja"))), other) == (True, False)


def test_without_a_seal_nothing_changes_and_nothing_is_imported() -> None:
    assert sealer_of(None)(b"%PDF") == b"%PDF"


def test_a_certificate_that_is_over_seals_nothing(tmp_path: Path) -> None:
    seal, _ = certificate(tmp_path, days=-1)

    with pytest.raises(NotPrinted, match="verlopen"):
        sealer_of(seal)(print_sheet(sheet("Ja")))


@pytest.mark.parametrize("wrong", ["password", "file", "gone"])
def test_a_certificate_that_does_not_open_is_told_at_the_start(tmp_path: Path, wrong: str) -> None:
    seal, _ = certificate(tmp_path)
    if wrong == "file":
        seal.file.write_bytes(b"geen certificaat")
    elif wrong == "gone":
        seal.file.unlink()
    else:
        seal = Seal(seal.file, "fout")

    with pytest.raises(ConfigError) as error:
        sealer_of(seal)
    assert "niet te openen" in error.value.message
    assert PASSWORD not in str(error.value)


def test_without_the_package_a_seal_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "engine.paper.pades", raising=False)
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    for name in [name for name in sys.modules if name.startswith("pyhanko.")]:
        monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(ConfigError, match="requirements-zegel"):
        sealer_of(Seal(tmp_path / "zegel.p12"))
