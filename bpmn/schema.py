"""Check a BPMN file against the XML schemas of the standard.

The schemas are read as files from the installed SpiffWorkflow package, without importing it.
"""

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from lxml import etree

MAX_DEVIATIONS = 25

_lock = Lock()  # a schema keeps the log of its last check, so one check at a time


def deviations(root: etree._Element) -> tuple[tuple[int, str], ...]:
    """Where the file differs from the standard: (line, Dutch message), at most MAX_DEVIATIONS."""
    with _lock:
        schema = _schema()
        if schema.validate(root):
            return ()
        log = [(entry.line, entry.message) for entry in schema.error_log]
    return tuple((line, _in_dutch(message)) for line, message in log[:MAX_DEVIATIONS])


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    spec = find_spec("SpiffWorkflow")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("SpiffWorkflow is not installed, so the BPMN schemas are missing")
    folder = Path(spec.submodule_search_locations[0], "bpmn", "parser", "schema")
    return etree.XMLSchema(etree.parse(str(folder / "BPMN20.xsd")))


def _in_dutch(message: str) -> str:
    plain = re.sub(r"\{[^{}]*\}", "", message)
    return f"Dit wijkt af van de BPMN-standaard. De controle zegt: {plain}"
