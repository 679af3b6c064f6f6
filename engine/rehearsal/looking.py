"""What a person sees, from the same queries as the pages: the case, their tasks, the forms they can open, the region."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from bpmn.feel.values import show
from engine import access
from engine.casework.cases import act_key, start_key, task_key
from engine.casework.file import CaseFile, case_file
from engine.casework.follow import FollowStory, story_of
from engine.casework.form_pages import FormPage, open_form
from engine.casework.lists import TaskLine, my_tasks
from engine.clock import day
from engine.definitions.scripts import Scene, Sees, View
from engine.desk import Desk
from engine.errors import EngineError, NotFound
from engine.model import Case
from engine.rehearsal.errors import Unmet
from engine.rehearsal.stage import Stage
from forms.filled import Drawn
from forms.markdown import html_of
from forms.rendering import render_answers, render_fields

_T = TypeVar("_T")


def look(stage: Stage, scene: Scene, sees: Sees) -> None:
    """Raises Unmet at the first thing that should be seen and is not, or the other way round."""
    eyes = _Eyes(stage, stage.desk(scene.who), scene.case)
    for there, view in ((True, sees.there), (False, sees.absent)):
        if view.case is not None and (view.case is there) is (eyes.file is None):
            raise Unmet(
                f"{eyes.name} {'ziet de zaak, en dat hoort niet' if eyes.file else 'ziet de zaak niet'}."
            )
        for what, wanted, seen in _compared(eyes, view):
            for text in wanted:
                if seen(text) is not there:
                    raise Unmet(
                        f'{eyes.name} ziet {what} "{text}"{" niet" if there else ", en dat hoort niet"}.'
                    )


def _compared(eyes: "_Eyes", view: View) -> Iterator[tuple[str, Iterable[str], Callable[[str], bool]]]:
    """(what it is called, what is looked for, whether it is seen)."""
    yield "de stap", [view.step] if view.step else [], eyes.sees_step
    yield "de knop", view.buttons, lambda text: text.casefold() in eyes.buttons
    yield "de taak", view.tasks, lambda node: node in eyes.tasks
    yield "het veld", view.fields, lambda name: name in eyes.fields
    yield "de pagina", view.pages, lambda page: page in eyes.pages
    yield "de route", view.routes, lambda route: route in eyes.routes
    yield "de tekst", view.texts, lambda text: _plain(text) in eyes.text


class _Eyes:
    """One person who looks around now. What nobody asks for is not looked up."""

    def __init__(self, stage: Stage, desk: Desk, case: str) -> None:
        self._stage = stage
        self._desk = desk
        self._case: Case | None = stage.case(case) if case in stage.cases else None
        self.name = desk.actor.name

    @cached_property
    def file(self) -> CaseFile | None:
        """The page of the case; None when it does not exist for this person."""
        return self._read(case_file)

    @cached_property
    def _story(self) -> FollowStory | None:
        return self._read(story_of)

    def _read(self, query: Callable[[Desk, str], _T]) -> _T | None:
        if self._case is None:
            return None
        try:
            return query(self._desk, self._case.reference)
        except NotFound:
            return None

    def sees_step(self, name: str) -> bool:
        if self.file is None or self._story is None:
            return False
        return name.casefold() in f"{self.file.case.step} {self._story.now}".casefold()

    @cached_property
    def buttons(self) -> set[str]:
        return {line.act.button.casefold() for line in self.file.acts} if self.file else set()

    @cached_property
    def _task_lines(self) -> list[TaskLine]:
        """The tasks in this person's list, of the case when there is one."""
        lines = my_tasks(self._desk).items
        return [line for line in lines if self._case is None or line.task.case == self._case.id]

    @cached_property
    def tasks(self) -> set[str]:
        return {line.task.node for line in self._task_lines}

    @cached_property
    def routes(self) -> list[str]:
        region = self._stage.definition.region
        return [
            route.id
            for route in self._stage.definition.routes.values()
            if access.may_start(self._desk.actor, region, route.start_roles, route.school_kinds)
        ]

    @cached_property
    def pages(self) -> set[str]:
        region = self._stage.definition.region
        inside = self._desk.actor.in_region(region.id)
        return {*region.pages, *region.documents} if inside else set()

    @cached_property
    def _forms(self) -> list[FormPage]:
        """Every form this person can open now: of their tasks, of the acts of the case, of the routes."""
        keys = [task_key(line.task.id) for line in self._task_lines]
        keys += [act_key(line.id) for line in self.file.acts] if self.file else []
        keys += [start_key(self._stage.region, route) for route in self.routes]
        return [page for key in keys if (page := self._opened(key)) is not None]

    def _opened(self, key: str) -> FormPage | None:
        try:
            return open_form(self._desk, key)
        except EngineError:
            return None

    @cached_property
    def fields(self) -> set[str]:
        """ "<step>.<field>" of every answer that is read or asked."""
        asked = {
            f"{page.step.id}.{key}"
            for page in self._forms
            if page.filled is not None
            for key in _keys(page.filled.fields)
        }
        visits = self.file.visits if self.file else ()
        return asked | {f"{one.answer.node}.{key}" for one in visits for key in one.answer.values}

    @cached_property
    def text(self) -> str:
        """Everything there is to read, as plain text."""
        return _plain(
            " \n ".join(text for text in (*self._of_case(), *self._of_lists(), *self._of_region()) if text)
        )

    def _of_case(self) -> Iterator[str]:
        if self.file is None or self._story is None:
            return
        yield from _story_texts(self._story)
        yield from _file_texts(self.file)

    def _of_lists(self) -> Iterator[str]:
        for line in self._task_lines:
            yield from (
                line.task.name,
                line.reference,
                line.route_name,
                line.school,
                line.pupil,
                line.assignee,
            )
        for page in self._forms:
            yield from (page.step.name, page.route.name, page.route.explanation)
            if page.filled is not None:
                yield page.filled.form.title
                yield render_fields(page.filled, show_errors=False).striptags()

    def _of_region(self) -> Iterator[str]:
        region = self._stage.definition.region
        if not self.pages:
            return
        yield from (region.name, *region.texts.values())
        for page in region.pages.values():
            yield from (page.title, page.text)
        for document in region.documents.values():
            yield from (document.title, document.version, document.text)


def _story_texts(story: FollowStory) -> Iterator[str]:
    yield from (story.now, story.turn, story.next)
    yield from (phase.name for phase in story.phases)
    yield from (line.name for line in story.done)
    if story.due is not None:
        yield show(day(story.due))


def _file_texts(file: CaseFile) -> Iterator[str]:
    case = file.case
    yield from (case.reference, case.route_name, case.step, case.outcome_name, file.pupil)
    yield from (party.name for party in file.parties)
    yield from map(show, file.school.values())
    for visit in file.visits:
        yield from (visit.step, visit.answer.document)  # the guiding document that held: "criteria 2026-1"
        if visit.form is not None:
            yield render_answers(visit.form, visit.answer.values, lambda field: True).striptags()
    for task in file.tasks:
        yield from (task.task.name, task.reason, task.assignee, task.roles)
    for line in file.acts:
        yield from (line.act.button, line.act.explanation)
    for document in file.documents:
        yield from (document.title, document.number, html_of(document.body).striptags())
    for told in file.story:
        yield from (told.who, told.text, *told.why)


def _keys(drawn: Iterable[Drawn]) -> Iterator[str]:
    for one in drawn:
        yield one.field.key
        yield from _keys(one.fields)
        for row in one.rows:
            yield from _keys(row)


def _plain(text: str) -> str:
    """For looking for: one space between words, no difference between capitals and small letters."""
    return " ".join(text.split()).casefold()
