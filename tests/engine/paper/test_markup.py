"""Markdown as a tree: what people wrote is text in it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.paper.markup import DEEPEST, Node, tree_of
from forms.markdown import escaped


def words(nodes: list[Node]) -> str:
    return "".join(str(node.get("text", "")) + words(inside(node)) for node in nodes)


def inside(node: Node) -> list[Node]:
    found = node.get("inside", [])
    assert isinstance(found, list)
    return found


def depth(nodes: list[Node]) -> int:
    return max((1 + depth(inside(node)) for node in nodes), default=0)


def levels(nodes: list[Node]) -> list[object]:
    return [node["level"] for node in nodes if node["kind"] == "heading"]


def test_a_paragraph_holds_its_words_and_what_is_bold() -> None:
    (paragraph,) = tree_of("Een **vet** woord")

    assert paragraph["kind"] == "paragraph"
    assert [node["kind"] for node in inside(paragraph)] == ["text", "strong", "text"]
    assert words([paragraph]) == "Een vet woord"


def test_headings_begin_below_the_title_and_pass_no_level_over() -> None:
    assert levels(tree_of("# a\n\n#### b\n\n##### c\n\n## d\n\n#\n\n#### e")) == [2, 3, 4, 2, 3]


def test_nothing_stands_deeper_than_there_is_room_for_and_no_word_is_lost() -> None:
    nested = "**a *b " * 200 + "midden" + "* x**" * 200

    assert depth(tree_of(nested)) <= DEEPEST + 1
    assert "midden" in words(tree_of(nested))


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_an_answer_stands_in_the_tree_as_it_was_given(answer: str) -> None:
    assert words(tree_of(f"x{escaped(answer)}x")) == f"x{answer}x"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab *_`#>-[]()|\\\n1.!", max_size=80))
def test_any_markdown_becomes_a_tree(text: str) -> None:
    assert depth(tree_of(text)) <= DEEPEST + 1
