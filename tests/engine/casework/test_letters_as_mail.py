"""A mail is plain text: who reads it sees no signs of Markdown."""

from engine.casework.letters import plain


def test_a_link_becomes_its_words_and_its_address() -> None:
    text = "[Bekijk het besluit](https://loket.example/volgen/BER-1). U regelt de rest."
    assert plain(text) == "Bekijk het besluit: https://loket.example/volgen/BER-1. U regelt de rest."


def test_bold_becomes_plain_and_other_signs_stay() -> None:
    assert plain("Kenmerk **BER-1**: 2 * 3 ** 4 [ja] (nee)") == "Kenmerk BER-1: 2 * 3 ** 4 [ja] (nee)"


def test_an_endless_row_of_brackets_is_read_quickly() -> None:
    hostile = "[" * 200_000 + "*" * 200_000
    assert plain(hostile) == hostile
