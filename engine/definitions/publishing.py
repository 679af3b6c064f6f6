"""Publish a region: freeze its files as the next version. Cases that run stay on the version they began with."""

from dataclasses import replace

from engine.definitions import catalogue
from engine.definitions.bundle import Bundle
from engine.definitions.checking import check
from engine.definitions.definition import Published
from engine.definitions.errors import NotPublishable, Unchanged
from engine.definitions.reading import read_definition
from engine.definitions.rights import must_design
from engine.desk import Desk
from engine.store import definitions


def publish(desk: Desk, bundle: Bundle, reason: str, try_out: bool = False) -> Published:
    """Freeze `bundle` as the next version of its region; `reason` says why, for who looks back later.

    A try-out (a rehearsal in a database of its own) skips the check: whatever can be read and loaded will do.
    Of two who publish at once, the second comes after the first: a version of its own, or Unchanged.
    Raises NotAllowed, NotPublishable with the findings, Unchanged.
    """
    with desk.reading() as tx:
        must_design(desk.actor, tx, bundle.region)
    definition = read_definition(bundle)
    findings = definition.findings if try_out else check(bundle, desk.settings.connectors)
    if any(finding.level == "fout" for finding in findings):
        raise NotPublishable(findings)
    kept = replace(definition, bundle=replace(bundle, today={}))
    with desk.transaction() as tx:
        definitions.lock(tx)
        before = definitions.current(tx, bundle.region)
        if before is not None and before.checksum == bundle.checksum:
            raise Unchanged(before.version)
        row = definitions.add(
            tx, bundle.region, bundle.files, bundle.checksum, reason=reason.strip(), by=desk.actor.id
        )
    catalogue.remember(kept)
    return Published(row.id, row.region, row.version, row.at, row.by, row.reason, kept)
