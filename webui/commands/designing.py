"""Commands for who draws a region: check, rehearse, rules, publish, load."""

import json
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from bpmn.findings import Finding
from engine.definitions.bundle import Bundle, read_folder
from engine.definitions.checking import check_whole
from engine.definitions.errors import NotPublishable, Unchanged
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.definitions.standing import findings_now
from engine.rehearsal.playing import rehearse, rehearse_turned
from engine.rehearsal.proving import prove
from webui.commands.errors import CommandError
from webui.commands.installation import ready_database, settings_for, system_desk


def check_command(arguments: Namespace) -> int:
    """`leidraad check FOLDER [--json]`: 1 when there is a finding of level "fout". Says of each switch turned, and of
    each overlay, whether the region is as sound with it."""
    checked = check_whole(_bundle(arguments.map), settings_for().connectors)
    findings = checked.findings
    if arguments.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        _print_findings(findings)
        for title, (faults, others) in checked.variants.items():
            told = f"{faults} fouten, {others} waarschuwingen erbij" if faults or others else "goed"
            print(f"Met {title}: {told}.")
    return 1 if any(finding.level == "fout" for finding in findings) else 0


def rehearse_command(arguments: Namespace) -> int:
    """`leidraad rehearse FOLDER [--naam NAME] [--standen]`: 1 when a rehearsal does not pass. `--standen` plays them once
    more with each switch turned, and tells of those what fails."""
    bundle = _bundle(arguments.map)
    played = rehearse(bundle, arguments.naam or None)
    for one in played:
        print(one)
    passed = sum(one.passed for one in played)
    print(f"{passed} van {len(played)} repetities goed.")
    failed = not played or passed < len(played)
    for title, turned in rehearse_turned(bundle) if arguments.standen else ():
        wrong = [one for one in turned if not one.passed]
        print(f"Met {title}: {len(turned) - len(wrong)} van {len(turned)} repetities goed.", flush=True)
        for one in wrong:
            print(one)
        failed = failed or bool(wrong)
    return 1 if failed else 0


def rules_command(arguments: Namespace) -> int:
    """`leidraad rules FOLDER`: 1 when a rule of the source is not proved, or an id is missing. Each line as it is known."""
    return prove(_bundle(arguments.map), partial(print, flush=True)).status


def publish_command(arguments: Namespace) -> int:
    """`leidraad publish FOLDER --reden TEXT`."""
    settings = settings_for()
    desk = system_desk(settings, ready_database(settings))
    try:
        published = publish(desk, _bundle(arguments.map), arguments.reden)
    except Unchanged as error:
        print(error.message)
        return 0
    except NotPublishable as error:
        _print_findings(error.findings)
        raise CommandError(error.message) from None
    print(
        f"{published.region} is gepubliceerd als versie {published.version}. Lopende zaken blijven op hun eigen versie."
    )
    for one in findings_now(desk, published.definition):
        print(f"Let op: {one.message} {one.advice}")
    return 0


def load_command(arguments: Namespace) -> int:
    """`leidraad load FOLDER [--ja]`: shows what changes, asks, and loads it."""
    settings = settings_for()
    desk = system_desk(settings, ready_database(settings))
    folder = Path(arguments.map)
    changes = load(desk, folder, preview=True)
    for change in changes:
        print(f"{change.kind:<10} {change.what:<12} {change.text}")
    if not changes:
        print("Er verandert niets.")
        return 0
    if not arguments.ja and not _agrees(f"{len(changes)} wijzigingen laden?"):
        print("Er is niets geladen.")
        return 1
    load(desk, folder)
    print(f"{len(changes)} wijzigingen geladen.")
    return 0


def _bundle(folder: str) -> Bundle:
    return read_folder(Path(folder).resolve())


def _print_findings(findings: Sequence[Finding]) -> None:
    for finding in findings:
        place = finding.file + (f":{finding.line}" if finding.line else "")
        about = f" {finding.name or finding.element}" if finding.element else ""
        print(f"{place}: {finding.level} [{finding.rule}]{about}: {finding.message} {finding.advice}")
        if finding.path:
            print(f"    pad: {' > '.join(finding.path)}")
    faults = sum(finding.level == "fout" for finding in findings)
    print(f"{faults} fouten, {len(findings) - faults} waarschuwingen.")


def _agrees(question: str) -> bool:
    try:
        return input(f"{question} [j/N] ").strip().lower() in ("j", "ja")
    except EOFError:
        return False
