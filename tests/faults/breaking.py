"""The engine, broken on purpose inside a child: each breaks one promise, and the proof of that promise must notice."""

from engine import audit
from engine.casework.letters import compose
from engine.desk import Desk
from engine.jobs import effects
from engine.jobs.mailing import send
from engine.model import OutboxRow
from engine.store import outbox, queue
from engine.store.database import Tx

_record = audit.record
_effect = outbox.effect


def finish_before_sending() -> None:
    """A worker that writes down that a mail went out before it goes."""
    effects._mail = _hasty


def _hasty(desk: Desk, row: OutboxRow) -> None:
    with desk.reading() as tx:
        mail = compose(tx, desk.settings, row)
    with desk.transaction() as tx:
        queue.finish(tx, row.id)
    assert desk.settings.smtp
    send(desk.settings.smtp, mail)


def commit_half_way() -> None:
    """Casework that writes the tasks in one transaction and the story with the case in the next."""

    def record(tx: Tx, *rest: object) -> object:
        tx.connection.exec_driver_sql("COMMIT")
        tx.connection.exec_driver_sql("BEGIN")
        return _record(tx, *rest)  # type: ignore[arg-type]

    audit.record = record  # type: ignore[assignment]
