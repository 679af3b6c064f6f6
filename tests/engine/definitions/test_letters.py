import pytest

from engine.definitions.errors import LetterError
from engine.definitions.letters import read_letter


def test_the_first_line_is_the_subject_and_the_rest_the_text() -> None:
    letter = read_letter(
        b"\xef\xbb\xbf# Besluit {{zaak.kenmerk}}\r\n\r\nDag,\r\n\r\n# Kop\r\n", "letters/besluit.md"
    )

    assert letter.id == "besluit"
    assert letter.subject == "Besluit {{zaak.kenmerk}}"
    assert letter.body == "Dag,\n\n# Kop"
    assert letter.line == 3


@pytest.mark.parametrize("data", [b"", b"Geen kop\n", b"#Kop\n", b"#  \n", b"\n# Kop\n", b"# \xff\n"])
def test_a_letter_without_a_subject_is_refused(data: bytes) -> None:
    with pytest.raises(LetterError) as caught:
        read_letter(data, "letters/a.md")

    assert caught.value.line == 1
