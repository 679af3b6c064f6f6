"""Parts that hold other parts or only say something: group, repeating list, text block, separator and table."""

from forms.fields.kind import EDITOR_WORDS, QUESTION_PROPERTIES, Kind

MOST_ROWS = 100
_NONE: frozenset[str] = frozenset()
_SWITCH = frozenset({"schakelaar"})
_RULES = EDITOR_WORDS - {"key"}

GROUP = Kind(
    "group",
    "group",
    asks=False,
    words=_RULES | {"components"},
    checks=_NONE,
    properties=_SWITCH | {"betrokkene"},
)
LIST = Kind(
    "list",
    "dynamiclist",
    words=_RULES
    | {"components", "path", "isRepeating", "allowAddRemove", "defaultRepetitions", "disableCollapse"}
    | {"nonCollapsedItems"},
    checks=_NONE,
    properties=(QUESTION_PROPERTIES - {"alleen_lezen"}) | {"rijen", "betrokkene"},
)
PARAGRAPH = Kind("paragraph", "text", asks=False, words=_RULES | {"text"}, checks=_NONE, properties=_SWITCH)
SEPARATOR = Kind("separator", "separator", asks=False, words=_RULES, checks=_NONE, properties=_SWITCH)
TABLE = Kind(
    "table",
    "table",
    asks=False,
    words=_RULES | {"columns", "dataSource", "rowCount"},
    checks=_NONE,
    properties=_SWITCH,
)
UNKNOWN = Kind("unknown", "", asks=False, words=_RULES, checks=_NONE, properties=_SWITCH)
