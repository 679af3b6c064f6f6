"""A form as a person fills it in: only what the page asks can be answered, and what the page hides goes along."""

import io
from collections.abc import Iterator, Mapping
from decimal import Decimal

from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

Answers = Mapping[str, object]
Texts = dict[str, list[str]]

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
COUNT = "-aantal"
UPLOAD = "-nieuw"


class FormOnPage:
    """The form at `address`. A question that is asked because of another answer comes as it does with scripts; a row is
    added by its button."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        self._client = client
        self.address = address
        self._files: dict[str, list[str]] = {}
        self._show(client.get(address))

    def fill_in(self, answers: Answers) -> "FormOnPage":
        """Fails when the page does not ask something, also not after the other answers, or does not offer a choice."""
        waiting = texts_of(answers)
        while waiting:
            if not self._asked(waiting):
                self._refresh()
            asked = self._asked(waiting)
            assert asked, f"not asked on {self.address}: {waiting}"
            for name in asked:
                self._answer(name, waiting.pop(name))
        return self

    def questions(self) -> set[str]:
        """The names of what is asked now."""
        found = self.form.xpath('.//*[@id="velden"]//*[@name][not(@type="hidden")][not(self::button)]/@name')
        return {str(name) for name in found}

    def text(self) -> str:
        return " ".join(" ".join(self.form.itertext()).split())

    def sign(self) -> None:
        """Tick that one agrees, where something is signed. In a demonstration nobody is asked for a password."""
        for box in self._inputs("ondertekening-akkoord"):
            box.set("checked", "checked")

    def send(self) -> TestResponse:
        """Press the button that hands it in."""
        assert self.form.xpath('.//button[@name="actie"][@value="versturen"]'), self.address
        return self._post(actie="versturen")

    def _show(self, page: TestResponse) -> None:
        assert page.status_code == 200, (self.address, page.status_code, page.text)
        found = html.fromstring(page.text).xpath('//form[@id="formulier"]')
        assert found, f"{self.address} has nothing to fill in: {_message(page)}"
        self.form: HtmlElement = found[0]

    def _asked(self, waiting: Texts) -> list[str]:
        return [name for name, texts in waiting.items() if self._asks(name, texts)]

    def _asks(self, name: str, texts: list[str]) -> bool:
        """Whether it can be answered so now: who can be chosen may hang on another answer."""
        if self.form.xpath(".//input[@name=$rows or @name=$file]", rows=_rows(name), file=name + UPLOAD):
            return True
        choices = self._choices(name)
        return bool(self._inputs(name)) and (not choices or set(texts) - {""} <= _values(choices))

    def _inputs(self, name: str) -> list[HtmlElement]:
        return list(self.form.xpath('.//*[@name=$name][not(@type="hidden")]', name=name))

    def _choices(self, name: str) -> list[HtmlElement]:
        return list(
            self.form.xpath(
                './/select[@name=$name]/option | .//input[@name=$name][@type="radio" or @type="checkbox"]',
                name=name,
            )
        )

    def _answer(self, name: str, texts: list[str]) -> None:
        inputs, choices = self._inputs(name), self._choices(name)
        if self._inputs(name + UPLOAD):
            self._files[name + UPLOAD] = texts
        elif choices:
            _choose(choices, texts)
        elif not inputs:
            self._have_rows(name.removesuffix(COUNT), int(texts[0]) if texts else 0)
        elif inputs[0].tag == "textarea":
            inputs[0].text = texts[0]
        else:
            inputs[0].set("value", texts[0])

    def _have_rows(self, name: str, wanted: int) -> None:
        """Press the buttons of the rows until there are as many as wanted."""
        while (
            there := int(self.form.xpath("string(.//input[@name=$name]/@value)", name=name + COUNT))
        ) != wanted:
            action = f"{name}+" if there < wanted else f"{name}-{there - 1}-weg"
            assert self.form.xpath('.//button[@name="rij"][@value=$action]', action=action), action
            self._show(self._post(rij=action))
            self._files = {}  # the page keeps them from here on

    def _refresh(self) -> None:
        """What a browser with scripts does after an answer that steers: ask for the fields anew."""
        for address in self.form.xpath('.//*[@hx-post][@hx-target="#velden"]/@hx-post')[:1]:
            page = self._client.post(address, data=self._pairs())
            assert page.status_code == 200, page.text
            (old,) = self.form.xpath('.//*[@id="velden"]')
            old.getparent().replace(old, html.fragment_fromstring(page.text))

    def _post(self, **button: str) -> TestResponse:
        files = {name: [(io.BytesIO(PDF), one) for one in names] for name, names in self._files.items()}
        return self._client.post(
            self.address, data=self._pairs() | button | files, content_type="multipart/form-data"
        )

    def _pairs(self) -> Texts:
        texts: Texts = {}
        for control in self.form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
            for text in _sent(control):
                texts.setdefault(control.get("name"), []).append(text)
        return texts


def _sent(control: HtmlElement) -> Iterator[str]:
    if control.tag == "textarea":
        yield (control.text or "").removeprefix("\n")
    elif control.tag == "select":
        chosen = control.xpath(".//option[@selected]/@value")
        yield chosen[-1] if chosen else ""
    elif control.get("type") in ("radio", "checkbox"):
        yield from [control.get("value", "on")] if "checked" in control.attrib else []
    elif control.get("type") != "file":
        yield control.get("value", "")


def _values(choices: list[HtmlElement]) -> set[str]:
    return {str(choice.get("value")) for choice in choices}


def _choose(choices: list[HtmlElement], wanted: list[str]) -> None:
    for choice in choices:
        mark = "selected" if choice.tag == "option" else "checked"
        choice.attrib.pop(mark, None)
        if choice.get("value") in wanted:
            choice.set(mark, mark)


def _rows(name: str) -> str:
    return name.removesuffix(COUNT) + COUNT


def texts_of(answers: Answers, before: str = "") -> Texts:
    """As they are typed, by the name of the input; rows as the number of them and each input in them."""
    texts: Texts = {}
    for key, answer in answers.items():
        several = answer if isinstance(answer, list) else [answer]
        if several and isinstance(several[0], Mapping):
            texts[before + key + COUNT] = [str(len(several))]
            for number, row in enumerate(several):
                texts |= texts_of(row, f"{before}{key}-{number}-")
        else:
            texts[before + key] = [_typed(one) for one in several]
    return texts


def _typed(answer: object) -> str:
    if isinstance(answer, bool):
        return "ja" if answer else ""
    return str(answer).replace(".", ",") if isinstance(answer, float | Decimal) else str(answer)


def _message(page: TestResponse) -> str:
    return " ".join(html.fromstring(page.text).xpath("string(//main)").split())[:300]
