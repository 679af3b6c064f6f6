"""The kinds of field there are. A new kind gets a module and a line here."""

from collections.abc import Mapping

from forms.fields.checkbox import CHECKBOX
from forms.fields.choice import CHECKLIST, RADIO, SELECT, TAGLIST
from forms.fields.contact import BRIN, BSN, EMAIL, MOBILE, PHONE
from forms.fields.date import DATE
from forms.fields.file import FILE
from forms.fields.kind import Kind
from forms.fields.layout import GROUP, LIST, PARAGRAPH, SEPARATOR, TABLE, UNKNOWN
from forms.fields.number import AMOUNT, NUMBER
from forms.fields.person import PERSON, PERSON_RADIO, PERSON_TEXT
from forms.fields.school import SCHOOL
from forms.fields.text import NAME, TEXT, TEXTAREA

ALL: tuple[Kind, ...] = (
    TEXT,
    NAME,
    EMAIL,
    PHONE,
    MOBILE,
    BSN,
    BRIN,
    TEXTAREA,
    NUMBER,
    AMOUNT,
    DATE,
    SELECT,
    PERSON,
    PERSON_RADIO,
    PERSON_TEXT,
    SCHOOL,
    RADIO,
    CHECKBOX,
    CHECKLIST,
    TAGLIST,
    FILE,
    GROUP,
    LIST,
    PARAGRAPH,
    SEPARATOR,
    TABLE,
    UNKNOWN,
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in ALL}
_BY_TYPE = {(kind.type, kind.soort): kind for kind in ALL}


def kind_for(type_: str, soort: str) -> Kind:
    """The kind for a form-js type and the property `soort`; an unknown `soort` is left to the checks."""
    return _BY_TYPE.get((type_, soort)) or _BY_TYPE.get((type_, "")) or UNKNOWN
