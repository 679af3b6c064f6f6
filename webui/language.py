"""The words of the pages in the language of the reader. The texts in the code are Dutch and are the ids."""

import flask_babel


def gettext(text: str, **values: object) -> str:
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """`one` or `many` by `number`, which is `%(num)s` in both."""
    return str(flask_babel.ngettext(one, many, number, **values))
