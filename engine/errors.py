"""What can go wrong in a case. Messages are Dutch and say what to do; ids are attributes. Nothing here knows HTTP."""

from datetime import datetime

from forms.filled import Filled


class EngineError(Exception):
    """The root: every error of the engine that a person can act on. `message` is Dutch."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(EngineError):
    """It does not exist, or this person may not know that it does: the answer is the same."""

    def __init__(self, message: str = "Deze pagina bestaat niet, of u mag haar niet zien.") -> None:
        super().__init__(message)


class NotAllowed(EngineError):
    """The person may see it but not do it; the message says why."""


class AlreadyDone(EngineError):
    """Somebody was first, perhaps this person in another window. `by` is a name, `at` a UTC moment; `reference` is the
    case that was begun the first time."""

    def __init__(self, by: str, at: datetime | None, message: str = "", reference: str = "") -> None:
        super().__init__(
            message or f"Deze stap is al gedaan door {by or 'iemand anders'}. Er is niets dubbel opgeslagen."
        )
        self.by = by
        self.at = at
        self.reference = reference


class AnswersRejected(EngineError):
    """Answers have errors: nothing was saved. `filled` is the form with its errors: draw it again."""

    def __init__(self, filled: Filled) -> None:
        super().__init__("Nog niet alles is goed ingevuld. Verbeter de velden met een melding.")
        self.filled = filled
        _ = filled.fields  # drawn now: after this act the database can't be asked any more


class AlreadyRunning(AnswersRejected):
    """There is an open case of this route for this pupil; `references` names it. Sending again on purpose is allowed."""

    def __init__(self, filled: Filled, references: tuple[str, ...]) -> None:
        super().__init__(filled)
        self.references = references


class NothingPublished(EngineError):
    """The region has no published definition, or the route is not in it."""


class CaseChanged(EngineError):
    """Another act changed the case between reading and writing; trying again is safe."""

    def __init__(self, case_id: int) -> None:
        super().__init__("Iemand anders werkte net aan deze zaak. Probeer het nog een keer.")
        self.case_id = case_id


class CaseStuck(EngineError):
    """The act could not be carried out by the route; nothing changed and an incident was written."""

    def __init__(self, incident_id: int) -> None:
        super().__init__(
            "Deze stap kon niet worden verwerkt. Er is niets opgeslagen; uw concept staat er nog. "
            f"De beheerder ziet dit als storing {incident_id}."
        )
        self.incident_id = incident_id


class SignInRefused(EngineError):
    """Wrong name or password, or too many attempts; the message does not say which name exists."""


class UploadRefused(EngineError):
    """A file is too large, empty or of a kind that is not taken."""


class NotPrinted(EngineError):
    """A document could not be put on paper: it is too long, it took too long, or its seal cannot be used now."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message or "De PDF kon niet gemaakt worden. Lees of print de pagina van het document zelf."
        )
