"""Send one mail over SMTP. The Message-ID was fixed when the mail was written in the outbox: a repeat has the same."""

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime

from config.settings import Smtp
from engine.jobs.errors import MailFailed
from engine.model import Mail

TIMEOUT = 20.0  # seconds, for each answer of the server


def send(smtp: Smtp, mail: Mail) -> None:
    """Hand `mail` to the server. Returns when the server has taken it.

    Raises MailFailed with a Dutch reason; `final` is true when the server refuses this mail for good (5xx), and when
    there is no mail to make of it: an address is what somebody typed.
    """
    try:
        message = build(smtp, mail)
        message.as_bytes()
    except (ValueError, IndexError, MessageError):
        reason = "de mail is niet te maken: kijk of het mailadres klopt, met alleen gewone letters voor de @"
        raise MailFailed(reason, final=True) from None
    try:
        with _connection(smtp) as server:
            server.send_message(message, from_addr=smtp.sender, to_addrs=[mail.to])
    except smtplib.SMTPRecipientsRefused as error:
        code, _ = next(iter(error.recipients.values()))
        raise MailFailed(f"de mailserver weigert het adres (code {code})", final=code >= 500) from None
    except smtplib.SMTPResponseException as error:
        raise MailFailed(
            f"de mailserver weigert de mail (code {error.smtp_code})", final=error.smtp_code >= 500
        ) from None
    except (OSError, smtplib.SMTPException) as error:
        raise MailFailed(f"de mailserver is niet bereikbaar ({type(error).__name__})") from None


def build(smtp: Smtp, mail: Mail) -> EmailMessage:
    """The message as it goes over the line: plain text, marked as automatic."""
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(mail.sender, addr_spec=smtp.sender)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def _connection(smtp: Smtp) -> smtplib.SMTP:
    server = smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT)
    try:
        if smtp.tls:
            server.starttls(context=ssl.create_default_context())
        if smtp.user:
            server.login(smtp.user, smtp.password)
    except BaseException:
        server.close()
        raise
    return server
