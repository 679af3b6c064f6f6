"""From a browser's request to what a form takes, with the files that came along stored."""

from collections.abc import Mapping

from flask import request

from engine.casework.files import keep_file
from engine.desk import Desk
from forms.fields.file import UPLOAD
from forms.fields.kind import Reference
from forms.model import Form
from forms.submitted import Submitted, submitted_from
from forms.uploads import Upload, take_uploads
from webui import signing

ANYWAY = "toch"
OWN = frozenset({ANYWAY, "csrf_token", "actie", "eenmaal", "organisatie"}) | signing.OWN


def submitted(desk: Desk, form: Form | None, stored: Mapping[str, Reference]) -> Submitted:
    """What was typed and chosen. `stored` are the files this person may name here: those of the draft."""
    texts = [(name, text) for name, text in request.form.items(multi=True) if not name.endswith(UPLOAD)]
    if form is None:
        return submitted_from(texts, OWN)
    sent = {
        name: [Upload(file.filename or "", file.read()) for file in files]
        for name, files in request.files.lists()
    }

    def store(name: str, type_: str, content: bytes) -> Reference:
        return keep_file(desk, name, type_, content)

    taken = take_uploads(form, sent, store)
    return submitted_from(texts, OWN, taken.files, stored, taken.refused)


def wants_draft() -> bool:
    """Whether the person asked to keep what there is, not to hand it in."""
    return request.form.get("actie") == "bewaren"
