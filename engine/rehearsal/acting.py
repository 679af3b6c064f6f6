"""What a person does in a rehearsal, or may not do: through the same functions as the pages."""

from collections.abc import Iterable, Mapping

from engine.casework.cases import begin_act, complete_task, start_case
from engine.casework.files import keep_file
from engine.casework.form_pages import open_form, task_key
from engine.casework.seeing import read_case
from engine.casework.signing import Sealed
from engine.definitions.scripts import Deed, MayNot, Refused, Scene
from engine.desk import Desk
from engine.errors import AnswersRejected, CaseStuck, EngineError, NotAllowed, NotFound, NothingPublished
from engine.model import Case, Task, Wait
from engine.rehearsal.as_parent import desk_of, invited, seen
from engine.rehearsal.errors import Stuck, Unmet
from engine.rehearsal.granted import answers_before, row_named
from engine.rehearsal.opening import form_keys, open_acts, open_tasks
from engine.rehearsal.stage import Stage
from engine.store import tasks
from forms.model import Form, every_field

_FILE = b"%PDF-1.4\n% een bestand uit een repetitie\n"


def do(stage: Stage, scene: Scene, deed: Deed) -> None:
    """Do it, and let the worker do what follows. Raises Unmet when it goes otherwise than the scene says."""
    try:
        case = _done(stage, scene, deed)
    except EngineError as error:
        compare_refusal(error, deed.refused)
        return
    stage.cases[scene.case] = case
    stage.work()
    if deed.refused is not None:
        where = f" bij {deed.refused.field}" if deed.refused.field else ""
        raise Unmet(f"Dit hoort geweigerd te worden{where}, maar het is aangenomen.")


def may_not(stage: Stage, scene: Scene, action: MayNot) -> None:
    """Raises Unmet when the person may after all."""
    desk = desk_of(stage, scene)
    for try_it in _ways(stage, scene, action):
        if _is_open(desk, try_it):
            raise Unmet(f"{desk.actor.name} hoort dit niet te mogen, maar mag het wel.")


def _done(stage: Stage, scene: Scene, deed: Deed) -> Case:
    desk = desk_of(stage, scene)
    if deed.verb == "start":
        route = stage.definition_for(desk.actor).routes.get(deed.target)
        row = row_named(stage, deed.about) if deed.about else None
        before = answers_before(stage, desk, row, deed.target) if row else {}
        answers = _with_files(desk, route.start_form if route else None, {**before, **deed.answers})
        about = row.id if row else None
        return start_case(
            desk, stage.region, deed.target, answers, organisation=deed.place, about=about, anyway=deed.anyway
        )
    case = stage.case_then(scene.case)
    step = stage.definition_of(case).routes[case.route].steps.get(deed.target)
    form = step.paper_form if step and deed.on_paper else step.form if step else None
    answers = _with_files(desk, form, deed.answers)
    if deed.verb == "doet":
        waiting = open_tasks(stage, case, deed.target)
        _refuse_not_waiting(waiting, stage, scene.case, deed.target)
        if deed.on_paper:
            return complete_task(desk, _task_of(stage, scene, waiting, deed).id, answers, on_paper=True)
        return _task_done(desk, waiting, answers, deed.signs if step and step.signs else None)
    acts = open_acts(stage, case, deed.target)
    _refuse_not_waiting(acts, stage, scene.case, deed.target)
    return begin_act(desk, case.id, acts[0].id, answers)


def _task_done(desk: Desk, open_now: list[Task], answers: Mapping[str, object], signing: bool | None) -> Case:
    """Of several tasks of one step (one for each person or item): the first that this person may do. `signing`: whether
    they tick that they agree; None for a step where nothing is signed."""
    refusal: EngineError | None = None
    for task in open_now:
        try:
            return complete_task(desk, task.id, answers, _sealed(desk, task, signing))
        except (NotAllowed, NotFound) as error:
            refusal = refusal or error
    assert refusal is not None
    raise refusal


def _task_of(stage: Stage, scene: Scene, open_now: list[Task], deed: Deed) -> Task:
    """The task that is for the parent whose answer is on paper. Raises Unmet."""
    with stage.system.reading() as tx:
        person = invited(stage, tx, scene.case, deed.on_paper).person.id
    found = next((task for task in open_now if task.named == person), None)
    if found is None:
        raise Unmet(f'"{deed.target}" wacht niet op {deed.on_paper}.')
    return found


def _sealed(desk: Desk, task: Task, agreed: bool | None) -> Sealed | None:
    """A person who signs reads what stands there, ticks that they agree and gives their password again."""
    page = open_form(desk, task_key(task.id)) if agreed is not None else None
    return Sealed(bool(agreed), page.signing.to_sign.digest) if page and page.signing else None


def _refuse_not_waiting(found: list[Task] | list[Wait], stage: Stage, name: str, node: str) -> None:
    if found:
        return
    case = stage.case(name)
    with stage.system.reading() as tx:
        now = ", ".join(task.name for task in tasks.open_of_case(tx, case.id))
    state = f"Nu wacht: {now}." if now else f"De zaak wacht op niemand ({case.step or case.outcome_name})."
    raise Unmet(f'"{node}" kan nu niet. {state}')


def compare_refusal(error: EngineError, expected: Refused | None) -> None:
    """Whether this is how it should be refused. Raises Unmet when not."""
    rejected = error.filled.errors if isinstance(error, AnswersRejected) else ()
    found = [(one.field, one.message) for one in rejected]
    told = "; ".join(f"{field}: {message}" if field else message for field, message in found) or error.message
    if isinstance(error, CaseStuck):
        raise Stuck(f"Dit hoort te lukken, maar de route loopt vast: {error.__cause__}") from None
    if expected is None or isinstance(error, Unmet):
        raise Unmet(f"Dit hoort te lukken, maar: {told}")
    if expected.field:
        found = [(field, message) for field, message in found if _is_field(field, expected.field)]
        if not found:
            raise Unmet(f"Dit hoort geweigerd te worden bij {expected.field}, maar: {told}")
    texts = [message for _, message in found] or [error.message]
    if expected.text.casefold() not in " ".join(texts).casefold():
        raise Unmet(f'De weigering hoort "{expected.text}" te zeggen, maar zegt: {" ".join(texts)}')


def _is_field(name: str, wanted: str) -> bool:
    """A field in a row is named "rijen-0-datum"; a rehearsal may also say "rijen.datum"."""
    return name in (wanted, wanted.replace(".", "-")) or wanted.split(".") == [
        part for part in name.split("-") if not part.isdecimal()
    ]


def _ways(stage: Stage, scene: Scene, action: MayNot) -> Iterable[str]:
    """The keys of the forms through which it could be done now, or of the case itself."""
    if action.verb == "zien":
        return [f"zaak/{stage.case(action.target).reference}"]
    return form_keys(stage, "doet" if action.verb == "doen" else action.verb, action.target, scene.case)


def _is_open(desk: Desk, key: str) -> bool:
    kind, _, reference = key.partition("/")
    try:
        if kind == "zaak" and desk.actor.case is not None:
            known = seen(desk)
            return known is not None and known.story.case.reference == reference
        if kind == "zaak":
            with desk.reading() as tx:
                read_case(tx, desk, reference)
            return True
        return not open_form(desk, key).reason
    except (NotAllowed, NotFound, NothingPublished):  # a route that this school does not have
        return False


def _with_files(desk: Desk, form: Form | None, answers: Mapping[str, object]) -> Mapping[str, object]:
    """A file in a rehearsal is a name: a small file with that name is put up by the person, and the answer names it."""
    keys = {field.key for field in every_field(form.fields) if field.kind == "file"} if form else set()
    return _with_stored(desk, keys, answers)


def _with_stored(desk: Desk, keys: set[str], answers: Mapping[str, object]) -> Mapping[str, object]:
    return {
        key: _stored(desk, value) if key in keys else _in_rows(desk, keys, value)
        for key, value in answers.items()
    }


def _in_rows(desk: Desk, keys: set[str], value: object) -> object:
    if not isinstance(value, list):
        return value
    return [_with_stored(desk, keys, row) if isinstance(row, Mapping) else row for row in value]


def _stored(desk: Desk, value: object) -> object:
    if isinstance(value, list):
        return [_stored(desk, each) for each in value]
    if not isinstance(value, str):
        return value
    return keep_file(desk, value, "application/pdf", _FILE)
