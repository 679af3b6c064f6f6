"""The tabs of a case in a rehearsal: what somebody sees on them, and letting somebody stop."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeVar

from config.tabs import TABS
from engine.casework.case_documents import DocumentsPage, documents_page
from engine.casework.logbook import LogbookPage, logbook_page
from engine.casework.parties import PartiesPage, end_party, parties_page
from engine.definitions.scripts import Ending, Scene
from engine.desk import Desk
from engine.errors import EngineError, NotFound
from engine.model import Case
from engine.rehearsal.acting import compare_refusal
from engine.rehearsal.errors import Unmet
from engine.rehearsal.stage import Stage

_T = TypeVar("_T")


class Tabs:
    """The tabs of one case as one person reads them now. What nobody asks for is not looked up."""

    def __init__(self, desk: Desk, case: Case | None) -> None:
        self._desk = desk
        self._case = case

    @cached_property
    def _parties(self) -> PartiesPage | None:
        return self._asked(parties_page)

    @cached_property
    def _logbook(self) -> LogbookPage | None:
        return self._asked(logbook_page)

    @cached_property
    def _documents(self) -> DocumentsPage | None:
        return self._asked(documents_page)

    def _asked(self, query: Callable[[Desk, str], _T]) -> _T | None:
        if self._case is None:
            return None
        try:
            return query(self._desk, self._case.reference)
        except NotFound:
            return None

    @cached_property
    def ids(self) -> set[str]:
        pages = zip(TABS, (self._parties, self._logbook, self._documents), strict=True)
        return {tab for tab, page in pages if page is not None}

    @cached_property
    def parties(self) -> set[str]:
        """The names of who takes part, without who stopped."""
        found = self._parties.parties if self._parties else ()
        return {one.name.casefold() for one in found if one.until is None}

    @cached_property
    def entries(self) -> list[str]:
        return [one.text.casefold() for one in self._logbook.entries] if self._logbook else []

    @cached_property
    def files(self) -> set[str]:
        """The names of the files that this person can open."""
        found = self._documents.files if self._documents else ()
        return {one.name.casefold() for one in found if not one.closed}

    def texts(self) -> Iterator[str]:
        """Everything there is to read on the tabs."""
        for party in self._parties.parties if self._parties else ():
            yield from (party.name, *party.roles, party.organisation, party.email, party.phone)
        for entry in self._logbook.entries if self._logbook else ():
            yield from (entry.text, entry.author, entry.role, entry.step)
        if self._documents:
            yield from (text for one in self._documents.files for text in (one.name, one.kind, one.by))
            yield from (
                text for one in self._documents.documents for text in (one.title, one.number, one.body)
            )


def let_stop(stage: Stage, scene: Scene, ending: Ending) -> None:
    """Raises Unmet when it goes otherwise than the scene says."""
    desk, case = stage.desk(scene.who), stage.case(scene.case)
    try:
        end_party(desk, case.reference, _who(stage, case, ending.name), ending.reason)
    except EngineError as error:
        compare_refusal(error, ending.refused)
        return
    if ending.refused is not None:
        raise Unmet("Dit hoort geweigerd te worden, maar het is aangenomen.")


def _who(stage: Stage, case: Case, name: str) -> str:
    """Whom the rehearsal means; whether this person may let them stop is not asked here."""
    found = [one for one in parties_page(stage.system, case.reference).parties if one.name == name]
    if not found:
        raise Unmet(f'"{name}" doet niet mee aan de zaak.')
    return found[0].who
