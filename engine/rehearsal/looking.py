"""What a person sees, from the same queries as the pages: the case, their tasks, the forms they can open, the region."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from html import unescape
from typing import TypeVar

from bpmn.feel.values import show
from engine import access
from engine.casework.cases import act_key, start_key, task_key
from engine.casework.file import CaseFile, case_file
from engine.casework.follow import FollowStory, story_of
from engine.casework.form_pages import FormPage, open_form
from engine.casework.lists import TaskLine, my_tasks
from engine.casework.own_schools import own_schools
from engine.clock import day
from engine.definitions.definition import Definition
from engine.definitions.scripts import Scene, Sees, Typing, View
from engine.definitions.toml_edits import PUBLIC
from engine.desk import Desk
from engine.errors import EngineError, NotFound
from engine.model import Case
from engine.rehearsal.as_parent import desk_of, file_of, story_for, tasks_of
from engine.rehearsal.committees import agenda_of
from engine.rehearsal.committees import texts_of as committee_texts
from engine.rehearsal.errors import Unmet
from engine.rehearsal.granted import overview_text, register_text
from engine.rehearsal.opening import form_keys
from engine.rehearsal.piece_looking import shown_beside
from engine.rehearsal.stage import Stage
from engine.rehearsal.tabs import Tabs
from engine.rehearsal.terms import texts_of as term_texts
from forms.filled import Drawn
from forms.filling import Submitted
from forms.markdown import html_of
from forms.rendering import render_answers, render_fields
from forms.sharing import files_in
from forms.slots import texts_of

_T = TypeVar("_T")
_INLINE_TAG = re.compile(r"</?(?:a|abbr|b|code|del|em|i|s|strong|sub|sup)(?:\s[^>]*)?>")
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


def look(stage: Stage, scene: Scene, sees: Sees) -> None:
    """Raises Unmet at the first thing that should be seen and is not, or the other way round."""
    desk = desk_of(stage, scene)
    eyes = _Eyes(stage, desk, scene.case)
    on = eyes if sees.typing is None else _Page(eyes.typed(sees.typing))
    for there, view in ((True, sees.there), (False, sees.absent)):
        if view.case is not None and (view.case is there) is (eyes.file is None):
            raise Unmet(
                f"{eyes.name} {'ziet de zaak, en dat hoort niet' if eyes.file else 'ziet de zaak niet'}."
            )
        for what, wanted, seen in (*_around(eyes, view), *_written(on, view)):
            for text in wanted:
                if seen(text) is not there:
                    raise Unmet(
                        f'{eyes.name} ziet {what} "{text}"{" niet" if there else ", en dat hoort niet"}.'
                    )


_Compared = Iterator[tuple[str, Iterable[str], Callable[[str], bool]]]


def _around(eyes: "_Eyes", view: View) -> _Compared:
    """(what it is called, what is looked for, whether it is seen)."""
    yield "de stap", [view.step] if view.step else [], eyes.sees_step
    yield "de knop", view.buttons, lambda text: text.casefold() in eyes.buttons
    yield "de taak", view.tasks, lambda node: node in eyes.tasks
    yield "op de agenda", view.agenda, lambda node: node in eyes.agenda
    yield "de pagina", view.pages, lambda page: page in eyes.pages
    yield "de route", view.routes, lambda route: route in eyes.routes
    yield "het tabblad", view.tabs, lambda tab: tab in eyes.tabs.ids
    yield "de betrokkene", view.parties, lambda name: name.casefold() in eyes.tabs.parties
    yield (
        "in het logboek",
        view.entries,
        lambda text: any(text.casefold() in one for one in eyes.tabs.entries),
    )
    yield "het nummer bij", view.numbers, lambda step: step in eyes.numbers
    yield "het bestand", view.files, lambda name: name.casefold() in eyes.files
    yield "het register", view.register, lambda text: _plain(text) in eyes.register
    yield "het overzicht", view.overview, lambda text: _plain(text) in eyes.overview


def _written(on: "_Eyes | _Page", view: View) -> _Compared:
    yield "het veld", view.fields, lambda name: name in on.fields
    yield "de tekst", view.texts, lambda text: on.reads(_plain(text))


class _Page:
    """One form as it is while somebody fills it in, and nothing around it."""

    def __init__(self, page: FormPage) -> None:
        self.fields = _fields_of(page)
        self._text = _plain(" \n ".join(_page_texts(page)))

    def reads(self, text: str) -> bool:
        return text in self._text


class _Eyes:
    """One person who looks around now. What nobody asks for is not looked up."""

    def __init__(self, stage: Stage, desk: Desk, case: str) -> None:
        self._stage = stage
        self._desk = desk
        self._case: Case | None = stage.case(case) if case in stage.cases else None
        self._name_of_case = case
        self._read: list[str] = []
        self.name = desk.actor.name
        self._parent_of = desk.actor.case

    @cached_property
    def file(self) -> CaseFile | None:
        """The page of the case; None when it does not exist for this person."""
        return self._asked(case_file) if self._parent_of is None else file_of(self._desk)

    @cached_property
    def _story(self) -> FollowStory | None:
        return self._asked(story_of) if self._parent_of is None else story_for(self._desk)

    def _asked(self, query: Callable[[Desk, str], _T]) -> _T | None:
        if self._case is None:
            return None
        try:
            return query(self._desk, self._case.reference)
        except NotFound:
            return None

    @cached_property
    def tabs(self) -> Tabs:
        return Tabs(self._desk, self._case)

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
        lines = my_tasks(self._desk).items if self._parent_of is None else tasks_of(self._desk)
        return [line for line in lines if self._case is None or line.task.case == self._case.id]

    @cached_property
    def tasks(self) -> set[str]:
        return {line.task.node for line in self._task_lines}

    @cached_property
    def _definition(self) -> Definition:
        return self._stage.definition_for(self._desk.actor)

    @cached_property
    def numbers(self) -> set[str]:
        return {one.answer.node for one in self.file.visits if one.reveals} if self.file else set()

    @cached_property
    def files(self) -> set[str]:
        """The names of the files that this person can open, on the tab for documents or beside the answers."""
        visits = self.file.visits if self.file else ()
        found = (
            reference
            for one in visits
            if one.form
            for reference in files_in(one.form.fields, one.answer.values)
            if str(reference["id"]) not in one.closed
        )
        return {*self.tabs.files, *(str(reference["name"]).casefold() for reference in found)}

    @cached_property
    def routes(self) -> list[str]:
        region = self._definition.region
        return [
            route.id
            for route in self._definition.routes.values()
            if route.id not in region.row_routes
            and access.may_start(self._desk.actor, region, route.start_roles, route.school_kinds)
        ]

    @property
    def _inside(self) -> bool:
        """Whether the pages of the region are for this person: not for parents."""
        return bool(self._desk.actor.in_region(self._definition.region.id)) and self._parent_of is None

    @cached_property
    def pages(self) -> set[str]:
        region = self._definition.region
        public = {PUBLIC} if region.about else set()
        return {*public, *region.pages, *region.documents} if self._inside else public

    @cached_property
    def register(self) -> str:
        """Everything this person reads in the register."""
        return _plain(register_text(self._desk))

    @cached_property
    def agenda(self) -> set[str]:
        """The steps of the case on the agendas that this person reads."""
        return agenda_of(self._desk, self._definition.region, self._case)

    @cached_property
    def overview(self) -> str:
        """Everything this person reads in the numbers of the region."""
        return _plain(overview_text(self._desk, self._stage.region))

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

    def typed(self, typing: Typing) -> FormPage:
        """The form after these answers were typed, as the browser then shows it. Raises Unmet."""
        for key in form_keys(self._stage, typing.verb, typing.target, self._name_of_case):
            page = self._opened(key)
            if page is not None and not page.reason:
                form = page.step.form
                texts = texts_of(form.fields, typing.answers) if form else {}
                return open_form(self._desk, key, Submitted(texts))
        raise Unmet(f'{self.name} kan "{typing.target}" nu niet invullen.')

    @cached_property
    def fields(self) -> set[str]:
        """ "<step>.<field>" of every answer that is read or asked."""
        asked = {name for page in self._forms for name in _fields_of(page)}
        visits = self.file.visits if self.file else ()
        return asked | {f"{one.answer.node}.{key}" for one in visits for key in one.answer.values}

    def reads(self, text: str) -> bool:
        """Whether it stands somewhere."""
        return any(text in place for place in self._places())

    def _places(self) -> Iterator[str]:
        """Everything there is to read, as plain text. What costs least comes first: opening every form takes longest."""
        for number, texts in enumerate((self._of_case, self._of_region, self._of_lists)):
            if number == len(self._read):
                self._read.append(_plain(" \n ".join(filter(None, texts()))))
            yield self._read[number]

    def _of_case(self) -> Iterator[str]:
        if self.file is None or self._story is None:
            return
        yield from _story_texts(self._story)
        yield from _file_texts(self.file)
        yield from self.tabs.texts()

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
            yield from _page_texts(page)

    def _of_region(self) -> Iterator[str]:
        region = self._definition.region
        if region.about is not None:
            yield from (region.about.title, region.about.text)
        if not self._inside:
            return
        yield from (region.name, *(link.title for link in region.links))
        for school in own_schools(self._desk, region):
            yield from (text for one in school.tied for text in (one.name, one.role, one.email))
        for page in region.pages.values():
            yield from (page.title, page.text)
        for document in region.documents.values():
            yield from (document.title, document.version, document.text)


def _fields_of(page: FormPage) -> set[str]:
    """ "<step>.<field>" of each question on a form."""
    drawn = page.filled.fields if page.filled is not None else ()
    return {f"{page.step.id}.{key}" for key in _keys(drawn)}


def _page_texts(page: FormPage) -> Iterator[str]:
    yield from (page.step.name, page.route.name, page.route.explanation)
    if page.filled is not None:
        yield page.filled.form.title
        yield _without_tags(render_fields(page.filled, show_errors=False))
    yield from map(_without_tags, shown_beside(page))


def _story_texts(story: FollowStory) -> Iterator[str]:
    yield from (story.now, story.turn, story.next)
    yield from (phase.name for phase in story.phases)
    yield from (
        f"niveau: {phase.level}" for phase in story.phases if phase.level and phase.state == "current"
    )
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
            yield _without_tags(render_answers(visit.form, visit.answer.values, lambda field: True))
        else:  # what was kept without a form: a number that was given
            yield from map(show, visit.answer.values.values())
    for task in file.tasks:
        yield from (task.task.name, task.reason, task.assignee, task.roles)
    for line in file.acts:
        yield from (line.act.button, line.act.explanation)
    for document in file.documents:
        yield from (document.title, document.number, _without_tags(html_of(document.body)))
    yield from term_texts(file.panels.get("termijnen"))
    yield from committee_texts(file.panels.get("commissies"))
    for told in file.story:
        yield from (told.who, told.text, *told.why)


def _without_tags(html: str) -> str:
    """What a person reads: words of two parts of a page stay apart, a bold syllable stays in its word."""
    return unescape(_TAG.sub(" ", _INLINE_TAG.sub("", html)))


def _keys(drawn: Iterable[Drawn]) -> Iterator[str]:
    for one in drawn:
        yield one.field.key
        yield from _keys(one.fields)
        for row in one.rows:
            yield from _keys(row)


def _plain(text: str) -> str:
    """For looking for: one space between words, no difference between capitals and small letters."""
    return " ".join(text.split()).casefold()
