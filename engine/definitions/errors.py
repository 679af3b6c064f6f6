"""What can go wrong with the files of a region. Messages are Dutch and say what to do."""

from collections.abc import Sequence

from bpmn.findings import Finding
from engine.errors import EngineError


class BundleError(EngineError):
    """A folder cannot be read as a region: a file too large, too many files, a link, an unknown kind of file."""

    def __init__(self, message: str, file: str = "") -> None:
        super().__init__(f"{file}: {message}" if file else message)
        self.file = file


class LetterError(EngineError):
    """A letter cannot be read. `line` is 1-based or None."""

    def __init__(self, message: str, file: str, line: int | None = None) -> None:
        super().__init__(message)
        self.file = file
        self.line = line


class NotPublishable(EngineError):
    """The check found faults; `findings` are all its findings."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        faults = [finding for finding in findings if finding.level == "fout"]
        super().__init__(f"De controle vindt {len(faults)} fout(en). Los die eerst op.")
        self.findings = tuple(findings)


class Unchanged(EngineError):
    """The folder is the same as the published version; `version` is its number."""

    def __init__(self, version: int) -> None:
        super().__init__(f"Er is niets veranderd: de map is gelijk aan versie {version}.")
        self.version = version


class CannotTakeOut(EngineError):
    """A carrier of a rule names something that is not there, or that cannot be taken out."""
