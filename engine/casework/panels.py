"""What hangs on a case besides its process, as the case page and the follow page show it: one line per family.

The page includes `zaak_<family>.html`, which finds what its function gave as `panels.<family>`. Two statements for a
family that the region uses is much; for one it does not use there is none.
"""

from collections.abc import Callable, Mapping

from engine.casework.committee_panel import decisions_of
from engine.casework.invited import invited_panel
from engine.casework.piece_panel import pieces_of
from engine.casework.register import lines_of
from engine.casework.term_panel import terms_of
from engine.casework.work import Work

Panel = Callable[[Work], object]

ON_CASE: Mapping[str, Panel] = {
    "uitnodigingen": invited_panel,
    "stukken": pieces_of,
    "termijnen": terms_of,
    "register": lines_of,
    "commissies": decisions_of,
}
ON_FOLLOW: Mapping[str, Panel] = {"stukken": pieces_of, "termijnen": terms_of}

# On the tab of who takes part.
ON_PARTIES: Mapping[str, Panel] = {"uitnodigingen": invited_panel}


def panels_of(work: Work, wanted: Mapping[str, Panel]) -> dict[str, object]:
    """By family, what it shows of this case to this person."""
    return {family: panel(work) for family, panel in wanted.items()}
