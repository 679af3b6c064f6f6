"""A certificate that is made for one test."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from config.seal import Seal

PASSWORD = "een-lang-wachtwoord"


def certificate(folder: Path, *, days: int = 30) -> tuple[Seal, bytes]:
    """A seal with a certificate that signed itself, and that certificate. Negative `days`: it is over."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Zegel (voorbeeld)")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_uses(), critical=True)
        .sign(key, hashes.SHA256())
    )
    lock = serialization.BestAvailableEncryption(PASSWORD.encode())
    file = folder / "zegel.p12"
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"zegel", key, made, None, lock))
    return Seal(file, PASSWORD), made.public_bytes(serialization.Encoding.DER)


def _uses() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_cert_sign=True, key_encipherment=False,
        data_encipherment=False, key_agreement=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
