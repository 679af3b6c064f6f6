"""A finding: what a check of a region's files has to say to the designer."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["fout", "waarschuwing"]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or looks wrong, at one place.

    `rule` names the check (kebab-case, the name of its file and page); `level` "fout" stops publishing;
    `message` says what is wrong and `advice` what to do, both Dutch; `file` and `line` (1-based) say where;
    `element` and `name` are the id and name of the element, empty when the finding is about a whole file;
    `path` is a run that leads to the problem: the ids of the elements in order.
    """

    rule: str
    level: Level
    message: str
    advice: str
    file: str
    line: int | None = None
    element: str = ""
    name: str = ""
    path: tuple[str, ...] = ()
