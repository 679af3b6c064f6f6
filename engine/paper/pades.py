"""A PAdES seal with a certificate of our own. The only module that imports pyHanko; engine.paper.sealing chooses it."""

from datetime import UTC, datetime
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from config.errors import ConfigError
from config.seal import Seal
from engine.errors import NotPrinted
from engine.paper.sealing import Sealer

FIELD = "Zegel"


def sealer(seal: Seal) -> Sealer:
    """What seals a PDF with this certificate. Raises ConfigError."""
    signer = _signer(seal)

    def put_on(pdf: bytes) -> bytes:
        until = signer.signing_cert.not_valid_after if signer.signing_cert else None
        if until is None or until < datetime.now(UTC):
            raise NotPrinted(
                "De PDF kan nu geen zegel krijgen: het certificaat is verlopen. Vertel het de beheerder."
            )
        return _sealed(pdf, signer)

    return put_on


def _sealed(pdf: bytes, signer: signers.SimpleSigner) -> bytes:
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    whole = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), about, signer=signer)
    return bytes(whole.getvalue())


def _signer(seal: Seal) -> signers.SimpleSigner:
    try:
        data = seal.file.read_bytes()
        signer = signers.SimpleSigner.load_pkcs12_data(data, [], seal.password.encode() or None)
    except (OSError, ValueError, AttributeError):  # the last: there is no key in it
        message = f'Het certificaat "{seal.file}" is niet te openen. Klopt het bestand (PKCS#12), en het wachtwoord?'
        raise ConfigError(message, "leidraad.toml", "zegel.bestand") from None
    return signer
