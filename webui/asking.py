"""A form on a page, the same for a start, a task and an act: open it, keep a draft, draw it again, hand it in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from flask import flash, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.casework.form_pages import FormPage, Receiving, open_form, receiving, save_draft
from engine.desk import Desk
from engine.errors import AlreadyRunning, AnswersRejected, CaseChanged, CaseStuck, NotAllowed
from engine.model import Organisation
from forms.filled import Filled
from forms.rendering import render_errors, render_fields
from forms.submitted import Submitted
from webui import filling, signing
from webui.acting import desk, now
from webui.language import gettext
from webui.signing import AskedPart, Signing


@dataclass(frozen=True)
class Ask:
    """Which form, by its key (engine.casework.form_pages), and its three addresses: the page, its fields, its draft."""

    key: str
    page_url: str
    fields_url: str
    draft_url: str
    send: str


@dataclass(frozen=True)
class Asked:
    """What formulier.html draws. `fields` is empty for a step without a form."""

    fields: Markup
    errors: Markup
    draft_url: str
    send: str
    saved_at: datetime | None = None
    hidden: list[tuple[str, str]] = field(default_factory=list)
    organisations: tuple[Organisation, ...] = ()
    organisation: str = ""
    reason: str = ""
    part: AskedPart | None = None
    signing: Signing | None = None
    running: tuple[str, ...] = ()  # open cases about the same pupil


Draw = Callable[[FormPage, Asked], str]
HandIn = Callable[[Submitted], Response]


def opened(ask: Ask, draw: Draw) -> str:
    """The page with the form as it was left."""
    page = open_form(desk(), ask.key, organisation=organisation())
    return draw(page, _asked(ask, page, page.filled, show_errors=False))


def received(ask: Ask, draw: Draw, hand_in: HandIn) -> Response | tuple[str, int]:
    """What was sent: keep it as a draft, do a row's button, or hand it in and show what is wrong with it.

    What is not handed in is kept, so nothing that was typed is lost.
    """
    form = receiving(desk(), ask.key, organisation=organisation())
    sent = _sent(desk(), form)
    if filling.wants_draft():
        save_draft(desk(), ask.key, sent, organisation=organisation())
        flash(gettext("Het concept is bewaard. U kunt later verdergaan."), "goed")
        return redirect(ask.page_url, 303)
    if form.signs and signing.wants_code():
        save_draft(desk(), ask.key, sent, organisation=organisation())
        flash(*signing.code_sent())
        return redirect(ask.page_url, 303)
    if sent.action:
        return _again(ask, draw, sent), 200
    try:
        return hand_in(sent)
    except AnswersRejected as rejected:
        save_draft(desk(), ask.key, sent, organisation=organisation())
        page = open_form(desk(), ask.key, organisation=organisation())
        asked = _asked(ask, page, rejected.filled, show_errors=True)
        running = rejected.references if isinstance(rejected, AlreadyRunning) else ()
        return draw(page, replace(asked, running=running)), 422
    except (CaseStuck, CaseChanged):  # their pages say to try again
        save_draft(desk(), ask.key, sent, organisation=organisation())
        raise


def refreshed(ask: Ask) -> Markup | str:
    """Only the fields, after an answer that changes which others are asked."""
    form = receiving(desk(), ask.key, organisation=organisation())
    page = open_form(desk(), ask.key, _sent(desk(), form), organisation=organisation())
    if page.filled is None:
        return ""
    return render_fields(page.filled, refresh_url=ask.fields_url, show_errors=False, under=_heading(page))


def kept(ask: Ask) -> str:
    """Keeps the draft while somebody types, and says when."""
    keep(desk(), ask.key)
    return render_template("bewaard.html", saved_at=now())


def keep(at: Desk, key: str) -> None:
    """Keeps what this request holds as the draft of the person behind `at`."""
    form = receiving(at, key, organisation=organisation())
    save_draft(at, key, _sent(at, form), organisation=organisation(), once=sign())


def organisation() -> str:
    """For which school, when the person begins for more than one."""
    return request.values.get("organisatie", "")[:100]


def anyway() -> bool:
    """Whether the person wants this case besides one that is going on for the same pupil."""
    return request.form.get(filling.ANYWAY) == "ja"


def about() -> int | None:
    """The row of the register that the case will be about."""
    found = request.values.get("register", "")
    return int(found) if found.isdecimal() and len(found) < 16 else None


def sign() -> str:
    """The sign of the page that was sent: the same page twice has the same."""
    return request.form.get("eenmaal", "")[:100]


def signed(asked: Asked) -> Asked:
    """A sign of this page goes along, so that sending it twice does one thing."""
    return replace(asked, hidden=[("eenmaal", sign() or secrets.token_urlsafe(16))])


def _sent(at: Desk, asked: Receiving) -> Submitted:
    """Raises NotAllowed for who may not hand it in: before a file of theirs is kept."""
    if asked.reason:
        raise NotAllowed(asked.reason)
    return filling.submitted(at, asked.form, asked.stored)


def _again(ask: Ask, draw: Draw, sent: Submitted) -> str:
    page = open_form(desk(), ask.key, sent, organisation=organisation())
    if page.filled:
        save_draft(desk(), ask.key, page.filled.submitted, organisation=organisation())
    return draw(page, _asked(ask, page, page.filled, show_errors=False))


def _heading(page: FormPage) -> str:
    """What stands above the form: the name of the task, the button of the act, or the route that begins."""
    act = page.route.acts.get(page.step.id)
    return page.task.name if page.task else act.button if act else page.route.name


def _asked(ask: Ask, page: FormPage, filled: Filled | None, *, show_errors: bool) -> Asked:
    fields = errors = Markup()
    if filled is not None:
        fields = render_fields(
            filled,
            refresh_url=ask.fields_url,
            read_only=bool(page.reason),
            show_errors=show_errors,
            under=_heading(page),
        )
        errors = render_errors(filled) if show_errors else errors
    return Asked(
        fields,
        errors,
        ask.draft_url,
        ask.send,
        saved_at=page.draft.at if page.draft else None,
        organisations=page.places,
        organisation=page.case.organisation.id if page.case.organisation else "",
        reason=page.reason,
        part=signing.asked_part(page),
        signing=signing.signing(page, filled, show_errors=show_errors),
    )
