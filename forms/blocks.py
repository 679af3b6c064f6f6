"""A `blok` in a form: a group or list that takes its fields from another form. Put in place before anything is read,
so that whatever comes after sees fields and knows nothing of blocks."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from config.tables import did_you_mean
from forms.errors import NoSuchBlock
from forms.parts import Part, parse
from forms.renaming import Component, inner, key_of, keys_of, prefixed

Blocks = Mapping[str, tuple[str, bytes]]
"""By the id of a form: the name of its file, and the file."""

MOST_BLOCKS_DEEP = 4
_HOLDS_FIELDS = frozenset({"group", "dynamiclist"})
_WORDS = ("blok", "blok_voor", "blok_zonder")
_PREFIX = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,29}")
_NAMED = re.compile(rb'"blok"\s*:\s*"([^"\\]{1,100})"')


def has_blocks(data: bytes) -> bool:
    return b'"blok"' in data


def blocks_named(data: bytes) -> frozenset[str]:
    """The ids of the forms that a form file names as a block, itself: not what these name in turn."""
    return frozenset(name.decode(errors="replace") for name in _NAMED.findall(data))


def with_blocks(root: Part, blocks: Blocks, most: int, deepest: int) -> Part:
    """The form with the fields of every block in their place. Raises FormError at a block that does not exist, that
    comes back to itself, or that makes the form hold more than `most` parts. `deepest` is how deep parts may lie."""
    return root.holding(_Expander(root, blocks, most, deepest).content(root, (), 0))


def flattened(data: bytes, name: str, blocks: Blocks, most: int, deepest: int) -> bytes:
    """The file without blocks: with their fields written out. Raises FormError."""
    whole = with_blocks(parse(data, name), blocks, most, deepest)
    return json.dumps(whole.content, ensure_ascii=False, default=str).encode()


class _Expander:
    def __init__(self, root: Part, blocks: Blocks, most: int, deepest: int) -> None:
        self.root = root
        self.blocks = blocks
        self.most = most
        self.deepest = deepest
        self.taken = 0
        self.read: dict[str, Part] = {}

    def content(self, part: Part, inside: tuple[str, ...], depth: int) -> Component:
        """What stands in a part, with its blocks in place. `inside` are the blocks that it lies in."""
        if depth > self.deepest:
            part.refuse(
                "", f"Velden staan meer dan {self.deepest} diep in elkaar. Maak het formulier vlakker."
            )
        if inside:
            self.one_more()
        own = [self.content(one, inside, depth + 1) for one in part.parts("components", self.most)]
        properties = part.part("properties") if part.path else None
        name = properties.text("blok", 100) if properties else ""
        if properties and name and part.text("type", 100) in _HOLDS_FIELDS:
            own = self.fields(properties, name, own, inside, depth)
            rest = {word: value for word, value in properties.content.items() if word not in _WORDS}
            return {**part.content, "properties": rest, "components": own}
        return {**part.content, "components": own} if own else dict(part.content)

    def fields(
        self, properties: Part, name: str, own: list[Component], inside: tuple[str, ...], depth: int
    ) -> list[Component]:
        """The fields of the block, with those that the form writes itself in the place of theirs."""
        block = self.block(properties, name, inside)
        found = [
            self.content(one, (*inside, name), depth + 1) for one in block.parts("components", self.most)
        ]
        prefix = properties.text("blok_voor", 100)
        if prefix and not _PREFIX.fullmatch(prefix):
            properties.refuse("blok_voor", "Gebruik letters, cijfers en _, en begin met een letter.")
        found = prefixed(found, prefix) if prefix else found
        found = _without(found, properties)
        replaced = {key_of(one): one for one in own if key_of(one)}
        added = [one for one in own if key_of(one) not in set(keys_of(found)) - {""}]
        return [*_replaced(found, replaced), *added]

    def block(self, properties: Part, name: str, inside: tuple[str, ...]) -> Part:
        if name in inside or name == self.root.content.get("id"):
            way = " → ".join([*inside, name])
            properties.refuse("blok", f"Het blok `{name}` komt in zichzelf terug: {way}. Haal er een weg.")
        if len(inside) >= MOST_BLOCKS_DEEP:
            properties.refuse(
                "blok", f"Er staan meer dan {MOST_BLOCKS_DEEP} blokken in elkaar. Maak het vlakker."
            )
        if name not in self.blocks:
            hint = did_you_mean(name, self.blocks)
            message = f"Er is geen formulier `{name[:60]}` om als blok te gebruiken.{hint}"
            path = f"{properties.path}.blok"
            raise NoSuchBlock(message, properties.file, properties.line, path, block=name)
        if name not in self.read:
            file, data = self.blocks[name]
            self.read[name] = parse(data, file)
        return self.read[name]

    def one_more(self) -> None:
        """Blocks in blocks can grow without end: what is taken is counted before it is put in place."""
        self.taken += 1
        if self.taken > self.most:
            self.root.refuse(
                "components",
                f"Met zijn blokken heeft het formulier meer dan {self.most} velden. Verdeel het over meer formulieren.",
            )


def _without(found: list[Component], properties: Part) -> list[Component]:
    names = [name.strip() for name in properties.text("blok_zonder").split(",") if name.strip()]
    known = {name for one in found for name in _names(one)}
    for name in names:
        if name not in known:
            message = f"In het blok staat geen veld `{name[:60]}`.{did_you_mean(name, known)}"
            properties.refuse("blok_zonder", message)
    return _left(found, frozenset(names))


def _names(component: Component) -> Iterator[str]:
    yield from (str(component[word]) for word in ("key", "path", "id") if component.get(word))
    for one in inner(component):
        yield from _names(one)


def _left(found: Sequence[Component], names: frozenset[str]) -> list[Component]:
    left = []
    for one in found:
        if names.isdisjoint(str(one.get(word, "")) for word in ("key", "path", "id")):
            left.append({**one, "components": _left(inner(one), names)} if inner(one) else one)
    return left


def _replaced(found: Sequence[Component], own: Mapping[str, Component]) -> list[Component]:
    """The fields with those of `own` in the place of the same name, also in groups; not in the rows of a list."""
    made = []
    for one in found:
        if key_of(one) in own:
            made.append(own[key_of(one)])
        elif one.get("type") == "group":
            made.append({**one, "components": _replaced(inner(one), own)})
        else:
            made.append(one)
    return made
