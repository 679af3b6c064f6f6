"""Who can be chosen in a field with `soort = "persoon"`: the question, and the persons who could be the answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from forms.formulas import Formula


@dataclass(frozen=True)
class PersonChoice:
    """`roles` are ids: holders of one of them can be chosen, when `where` is true of them. `shows` are the names of the
    traits that stand beside the name."""

    roles: tuple[str, ...]
    where: Formula | None = None
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A person who holds a role. `traits` are FEEL values by name."""

    login: str
    name: str
    function: str = ""
    traits: Mapping[str, object] = field(default_factory=dict)

    def as_context(self) -> dict[str, object]:
        """The person as `personen_waar` names it."""
        return {"naam": self.name, "functie": self.function, "kenmerken": dict(self.traits)}


Candidates = Callable[[Sequence[str]], Sequence[Candidate]]
"""Who holds one of these roles today, by name."""


def nobody(_roles: Sequence[str]) -> Sequence[Candidate]:
    return ()
