"""Draw a form: HTML that works without JavaScript, is read well aloud, and needs no inline style or script."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from forms.fields.date import date_in
from forms.fields.file import file_text, references_in
from forms.fields.kind import Reference
from forms.fields.registry import KINDS
from forms.filled import Drawn, FieldError, Filled
from forms.markdown import html_of
from forms.model import Field, Form
from forms.uploads import endings_allowed

_PAGES = Environment(
    loader=PackageLoader("forms", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=False,
)

_INPUT_TYPES = {"email": "email", "phone": "tel", "mobile": "tel"}
_INPUT_MODES = {"amount": "decimal", "bsn": "numeric"}
_OF_ONESELF = {"ik.email": "email", "ik.naam": "name", "ik.functie": "organization-title"}
_PERSONAL = frozenset({"name", "bsn", "email", "phone", "mobile"})
_CODES = frozenset({"email", "phone", "mobile", "bsn", "brin"})


def render_fields(
    filled: Filled,
    *,
    refresh_url: str = "",
    read_only: bool = False,
    show_errors: bool = True,
    under: str = "",
) -> Markup:
    """The fields as one block with the id "velden", to stand inside the page's own <form>.

    `refresh_url` is where a field that steers others posts the form to: the answer replaces the block.
    `read_only` shows answers instead of inputs. Errors are left out after a row's button was pressed.
    `under` is the heading of the page: a form does not begin with the same words.
    """
    page = Page(filled, refresh_url, read_only, show_errors and not filled.acted and not read_only, under)
    return Markup(_page("fields.html").render(page=page))


def render_errors(filled: Filled) -> Markup:
    """The summary that stands above the form, each error a link to its field; empty when nothing is wrong."""
    if not filled.errors or filled.acted:
        return Markup()
    labels = dict(_labels(filled.fields, ""))
    errors = [_Listed(error, labels.get(error.field, "")) for error in filled.errors]
    return Markup(_page("errors.html").render(errors=errors))


def render_answers(
    form: Form,
    answers: Mapping[str, object],
    show: Callable[[Field], bool],
    link: Callable[[Reference], str] | None = None,
) -> Markup:
    """The answers as a list to read. A question without an answer in `answers` (it was hidden) is left out,
    and so is one that `show` refuses; `show` is asked for the fields in rows too. `link` gives the address of a file,
    or nothing when it is not for who reads this.
    """
    return Markup(_page("answers.html").render(shown=_Reading(show, link).parts(form.fields, answers)))


def render_paper(form: Form) -> Markup:
    """The empty form to print and fill in by hand."""
    return Markup(_page("paper.html").render(form=form, markdown=html_of))


@lru_cache(maxsize=16)
def _page(name: str) -> Template:
    return _PAGES.get_template(name)


@dataclass(frozen=True)
class Page:
    """What the template asks about the form as a whole and about each field."""

    filled: Filled
    refresh_url: str
    read_only: bool
    show_errors: bool
    under: str = ""

    @property
    def fields(self) -> tuple[Drawn, ...]:
        return self.filled.fields

    @property
    def has_buttons(self) -> bool:
        """Are there buttons in the form that Enter would press before the page's own?"""
        return not self.read_only and any(
            drawn.field.kind in ("list", "file") for drawn in _every(self.filled.fields)
        )

    @property
    def kept(self) -> list[tuple[str, str]]:
        if self.read_only:
            return []
        return [(name, text) for name, texts in self.filled.kept.items() for text in texts]

    def error(self, drawn: Drawn) -> str:
        return drawn.error if self.show_errors else ""

    def markdown(self, text: str) -> Markup:
        first, _, rest = text.lstrip().partition("\n")
        said = first.startswith("#") and first.lstrip("# ").strip().casefold() == self.under.casefold()
        return html_of(rest if said else text)

    def typed(self, drawn: Drawn) -> str:
        return drawn.texts[-1] if drawn.texts else ""

    def option_id(self, drawn: Drawn, index: int) -> str:
        """The first choice has the field's own id, so that a link to the field finds it."""
        return drawn.name if index == 0 else f"{drawn.name}-keuze-{index}"

    def input_type(self, drawn: Drawn) -> str:
        """A date box can't show what is no date: then it is a text box, so that nothing typed gets lost."""
        if drawn.field.kind != "date":
            return _INPUT_TYPES.get(drawn.field.kind, "text")
        typed = self.typed(drawn)
        found = date_in(typed)
        return "date" if not typed or (found is not None and found.isoformat() == typed) else "text"

    def hints(self, drawn: Drawn) -> Markup:
        """inputmode, autocomplete and spellcheck, where they help."""
        hints = {
            "inputmode": _input_mode(drawn.field),
            "autocomplete": _autocomplete(drawn.field),
            "spellcheck": "false" if drawn.field.kind in _CODES else "",
        }
        return Markup().join(Markup(' {}="{}"').format(name, value) for name, value in hints.items() if value)

    def accept(self, drawn: Drawn) -> str:
        return ",".join(endings_allowed(drawn.field))

    def file_text(self, reference: Reference) -> str:
        return file_text(reference)

    def answer(self, drawn: Drawn) -> str:
        return drawn.shown or "Niet ingevuld"


def _input_mode(field: Field) -> str:
    if field.kind == "number":
        return "numeric" if field.digits == 0 else "decimal"
    return _INPUT_MODES.get(field.kind, "")


def _autocomplete(field: Field) -> str:
    """A browser may fill in what is about the person at the screen, and not what is about somebody else."""
    own = _OF_ONESELF.get(field.prefill.text, "") if field.prefill else ""
    return own or ("off" if field.kind in _PERSONAL or field.pupil else "")


def _every(fields: tuple[Drawn, ...]) -> Iterator[Drawn]:
    for drawn in fields:
        yield drawn
        yield from _every(drawn.fields)
        for row in drawn.rows:
            yield from _every(row)


@dataclass(frozen=True)
class _Listed:
    error: FieldError
    label: str

    @property
    def field(self) -> str:
        return self.error.field

    @property
    def message(self) -> str:
        return self.error.message


def _labels(fields: tuple[Drawn, ...], before: str) -> Iterator[tuple[str, str]]:
    """The label of each input; in a row with the row before it: "Betrokkenen 2, Naam"."""
    for drawn in fields:
        yield drawn.name, before + drawn.label
        yield from _labels(drawn.fields, before)
        for number, row in enumerate(drawn.rows, 1):
            yield from _labels(row, f"{before}{drawn.label} {number}, ")


@dataclass(frozen=True)
class _Shown:
    """One answer to read. `links` are the files with their address; `rows` are those of a list, None otherwise."""

    label: str
    text: str = ""
    several_lines: bool = False
    links: tuple[tuple[str, str], ...] = ()
    rows: "list[list[_Shown]] | None" = None


@dataclass(frozen=True)
class _Reading:
    show: Callable[[Field], bool]
    link: Callable[[Reference], str] | None

    def parts(self, fields: tuple[Field, ...], answers: Mapping[str, object]) -> list[_Shown]:
        shown: list[_Shown] = []
        for field in fields:
            if not field.key:
                shown += self.parts(field.fields, answers)
            elif field.key in answers and self.show(field):
                shown.append(self.part(field, answers[field.key]))
        return shown

    def part(self, field: Field, value: object) -> _Shown:
        if field.kind == "list":
            rows = value if isinstance(value, list | tuple) else []
            whole = [self.parts(field.fields, row) for row in rows if isinstance(row, Mapping)]
            return _Shown(field.label, rows=whole)
        text = "" if value is None else KINDS[field.kind].show(field, value)
        return _Shown(field.label, text, "\n" in text, self.links(field, value))

    def links(self, field: Field, value: object) -> tuple[tuple[str, str], ...]:
        if field.kind != "file" or self.link is None:
            return ()
        return tuple((file_text(reference), self.link(reference)) for reference in references_in(value))
