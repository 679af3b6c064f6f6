"""Well-typed FEEL expressions, made at random from a seed."""

import random
from collections.abc import Callable

# What both sides are given to read.
CONTEXT = """{
  bedrag: 1250, leeftijd: 7, nul: 0, half: 0.5,
  soort: "geld", naam: "Zoë de Wit", niets: null,
  akkoord: true, bezwaar: false,
  begin: date("2026-03-01"), einde: date("2026-07-31"), schrikkel: date("2024-02-29"),
  moment: date and time("2026-03-28T12:00:00Z"), later: date and time("2026-03-30T08:30:15Z"),
  ochtend: time("09:30:00"), avond: time("19:05:10"),
  termijn: duration("P14D"), uren: duration("PT36H30M"), jaar: duration("P1Y2M"), maand: duration("P1M"),
  getallen: [3, 1, 2, 2, -4], woorden: ["geld", "uren", "beide"], leeg: [],
  kind: {leeftijd: 9, naam: "Bo", school: {brin: "01AB", plaatsen: 31}},
  kinderen: [{naam: "An", leeftijd: 6, zorg: true}, {naam: "Bo", leeftijd: 9, zorg: false}, {naam: "Cas", leeftijd: 12, zorg: true}]
}"""

_NAMES = {
    "number": ["bedrag", "leeftijd", "nul", "half", "kind.leeftijd", "kind.school.plaatsen"],
    "string": ["soort", "naam", "kind.naam", "kind.school.brin"],
    "boolean": ["akkoord", "bezwaar"],
    "date": ["begin", "einde", "schrikkel"],
    "moment": ["moment", "later"],
    "time": ["ochtend", "avond"],
    "days": ["termijn", "uren"],
    "months": ["jaar", "maand"],
    "numbers": ["getallen", "leeg", "kinderen.leeftijd"],
    "strings": ["woorden", "kinderen.naam"],
}


_PIECES = ('"e"', '"Wit"', '" "')
_PATTERNS = ('"[aeiou]"', '"(e)"', '"l+"')
_FILLINGS = ('"-"', '""', '"x"')
_BETWEEN = ('", "', '""')
_TESTS = ('"^[a-z]+$"', '"E"', '"e."')
_FLAGS = ('"i"', '""')
_SPLITTERS = ('" "', '"[eo]"')


class Generator:
    """`make(kind, depth)` gives one expression of that kind; the same seed gives the same expressions."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.loops = 0

    def make(self, kind: str, depth: int) -> str:
        makers: dict[str, Callable[[int], str]] = {
            "number": self.number,
            "string": self.string,
            "boolean": self.boolean,
            "date": self.date,
            "moment": self.moment,
            "time": self.time,
            "days": self.days,
            "months": self.months,
            "numbers": self.numbers,
            "strings": self.strings,
        }
        if depth <= 0 or self.random.random() < 0.12:
            return self.leaf(kind)
        if self.random.random() < 0.08:
            return f"(if {self.boolean(depth - 1)} then {self.make(kind, depth - 1)} else {self.make(kind, depth - 1)})"
        return makers[kind](depth - 1)

    def any_kind(self, depth: int) -> str:
        return self.make(
            self.random.choice([*_NAMES, "boolean", "boolean", "boolean", "number", "string"]), depth
        )

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def leaf(self, kind: str) -> str:
        if self.random.random() < 0.6:
            return self.random.choice(_NAMES[kind])
        whole = self.random.randint
        leaves: dict[str, Callable[[], str]] = {
            "number": lambda: self.one(
                str(whole(0, 20)), f"{whole(0, 99)}.{whole(1, 99)}", f"-{whole(1, 9)}"
            ),
            "string": lambda: self.one('"geld"', '"uren"', '"e"', '"Wit"', '""', '"a b"'),
            "boolean": lambda: self.one("true", "false"),
            "date": lambda: f'date("20{whole(20, 29)}-{whole(1, 12):02}-{whole(1, 28):02}")',
            "moment": lambda: (
                f'date and time("2026-{whole(1, 12):02}-{whole(1, 28):02}T{whole(0, 23):02}:15:00Z")'
            ),
            "time": lambda: f'time("{whole(0, 23):02}:{whole(0, 59):02}:00")',
            "days": lambda: self.one(
                f'duration("P{whole(1, 40)}D")', f'duration("PT{whole(1, 50)}H")', '@"-P2D"'
            ),
            "months": lambda: self.one(f'duration("P{whole(1, 30)}M")', f'duration("P{whole(1, 3)}Y")'),
            "numbers": lambda: f"[{', '.join(str(whole(-5, 9)) for _ in range(whole(1, 4)))}]",
            "strings": lambda: self.one('["a", "b"]', '["geld"]', '["z", "uren", "z"]'),
        }
        return leaves[kind]()

    # kinds

    def number(self, depth: int) -> str:
        n, m = lambda: self.make("number", depth), lambda: self.make("numbers", depth)
        s, d = lambda: self.make("string", depth), lambda: self.make("date", depth)
        return self.random.choice(
            [
                lambda: f"({n()} {self.one('+', '-', '*')} {n()})",
                lambda: f"({n()} {self.one('+', '-', '*')} {n()} {self.one('+', '-')} {n()})",
                lambda: f"{n()} / {self.one('2', '4', '8', '-5')}",
                lambda: f"({n()}) ** 2",
                lambda: f"-({n()})",
                lambda: f"abs({n()})",
                lambda: f"{self.one('floor', 'ceiling')}({n()})",
                lambda: f"decimal({n()} * 8, 0)",
                lambda: (
                    f"{self.one('round up', 'round down')}({self.one('5.25', '-1.5', '2.125', '7')}, {self.one('0', '1')})"
                ),
                lambda: f"modulo({self.random.randint(-30, 30)}, {self.one('7', '-4', '2.5')})",
                lambda: f"string length({s()})",
                lambda: f"count({m()})",
                lambda: f"{self.one('sum', 'min', 'max', 'mean', 'product', 'median')}({m()})",
                lambda: f"{self.one('min', 'max', 'sum')}({n()}, {n()})",
                lambda: f"{m()}[{self.one('1', '2', '-1')}]",
                lambda: f"({d()}).{self.one('year', 'month', 'day', 'weekday')}",
                lambda: f"({self.make('time', depth)}).{self.one('hour', 'minute', 'second')}",
                lambda: f"({self.make('days', depth)}).{self.one('days', 'hours', 'minutes')}",
                lambda: f"({self.make('months', depth)}).{self.one('years', 'months')}",
                lambda: f"{self.one('day of year', 'week of year')}({d()})",
                lambda: f"{{a: {n()}, b: a + {n()}}}.b",
                lambda: f"(function(x, y) x - y)({n()}, {n()})",
                lambda: f"number(string({self.random.randint(0, 999)}))",
            ]
        )()

    def string(self, depth: int) -> str:
        s, n = lambda: self.make("string", depth), lambda: self.make("number", depth)
        return self.random.choice(
            [
                lambda: f"({s()} + {s()})",
                lambda: f"{self.one('upper case', 'lower case')}({s()})",
                lambda: f"substring({s()}, {self.one('1', '2', '-2', '3')})",
                lambda: (
                    f"substring({self.one('naam', 'soort')}, {self.one('1', '2', '-3')}, {self.one('1', '2')})"
                ),
                lambda: f"substring {self.one('before', 'after')}({s()}, {self.one(*_PIECES)})",
                lambda: f"replace({s()}, {self.one(*_PATTERNS)}, {self.one(*_FILLINGS)})",
                lambda: f"string({self.random.randint(-50, 50)})",
                lambda: f"string({self.make('date', depth)})",
                lambda: f"{self.one('day of week', 'month of year')}({self.make('date', depth)})",
                lambda: f"string join({self.make('strings', depth)}, {self.one(*_BETWEEN)})",
                lambda: f"{self.make('strings', depth)}[{self.one('1', '-1')}]",
                lambda: f"kinderen[leeftijd >= {n()}].naam[1]",
            ]
        )()

    def boolean(self, depth: int) -> str:
        if depth <= 0:
            return self.leaf("boolean")
        b = lambda: self.boolean_or_null(depth - 1)  # noqa: E731
        return self.random.choice(
            [
                lambda: f"({b()} {self.one('and', 'or')} {b()})",
                lambda: f"({b()} {self.one('and', 'or')} {b()} {self.one('and', 'or')} {b()})",
                lambda: f"not({b()})",
                lambda: self.comparison(depth),
                lambda: self.comparison(depth),
                lambda: self.membership(depth),
                lambda: self.quantified(depth),
                lambda: self.test_of_text(depth),
                lambda: f"list contains({self.make('numbers', depth)}, {self.make('number', depth - 1)})",
                lambda: f"{self.one('odd', 'even')}({self.random.randint(-9, 9)})",
                lambda: f"{self.one('all', 'any')}([{b()}, {b()}])",
                lambda: (
                    f"{self.any_kind(depth - 1)} instance of {self.one('number', 'string', 'boolean', 'date')}"
                ),
                lambda: f"{self.any_kind(depth - 1)} {self.one('=', '!=')} null",
            ]
        )()

    def boolean_or_null(self, depth: int) -> str:
        return "null" if self.random.random() < 0.12 else self.boolean(depth)

    def comparison(self, depth: int) -> str:
        kind = self.one("number", "number", "string", "date", "moment", "time", "days", "months")
        one, other = self.make(kind, depth - 1), self.make(kind, depth - 1)
        return f"({one} {self.one('=', '!=', '<', '<=', '>', '>=')} {other})"

    def membership(self, depth: int) -> str:
        kind = self.one("number", "string", "date")
        value, one, other = (self.make(kind, depth - 1) for _ in range(3))
        low, high = self.ends(kind)
        return self.one(
            f"({value} between {low} and {high})",
            f"({value} in ({one}, {other}))",
            f"({value} in [{low}..{high}])",
            f"({value} in {self.one(']', '(')}{low}..{high}{self.one('[', ')')})",
            f"({value} in ({self.one('<', '>=')} {one}, {other}))",
        )

    def ends(self, kind: str) -> tuple[str, str]:
        """Two literals of which the first comes first."""
        low = self.random.randint(0, 9)
        high = self.random.randint(low + 1, 12)
        shapes = {"number": "{}", "string": '"{:c}"', "date": 'date("2026-{:02}-15")'}
        first, last = (
            (low + 97, high + 99) if kind == "string" else (low + 1, high) if kind == "date" else (low, high)
        )
        if kind == "date" and first == last:
            last = 12
        return shapes[kind].format(first), shapes[kind].format(last)

    def quantified(self, depth: int) -> str:
        self.loops += 1
        name = f"x{self.loops}"
        body = f"{name} {self.one('>', '<', '=')} {self.make('number', depth - 1)}"
        return f"({self.one('some', 'every')} {name} in {self.make('numbers', depth - 1)} satisfies {body})"

    def test_of_text(self, depth: int) -> str:
        text = self.make("string", depth - 1)
        return self.one(
            f"{self.one('contains', 'starts with', 'ends with')}({text}, {self.leaf('string')})",
            f"matches({text}, {self.one(*_TESTS)}, {self.one(*_FLAGS)})",
        )

    def range_test(self) -> str:
        """How two ranges, or a point and a range, lie to each other (the functions that feelin has)."""

        def ends() -> str:
            low = self.random.randint(0, 8)
            high = low + self.random.randint(1, 5)
            return f"{self.one('[', '(')}{low}..{high}{self.one(']', ')')}"

        point = str(self.random.randint(0, 10))
        two = self.one("before", "after", "meets", "met by", "overlaps", "includes")
        return self.one(
            f"{two}({ends()}, {ends()})",
            f"{self.one('includes', 'before', 'after')}({ends()}, {point})",
            f"{self.one('before', 'after')}({point}, {ends()})",
        )

    def date(self, depth: int) -> str:
        d = lambda: self.make("date", depth)  # noqa: E731
        return self.random.choice(
            [
                lambda: f'({d()} {self.one("+", "-")} duration("P{self.random.randint(0, 60)}D"))',
                lambda: f"({d()} {self.one('+', '-')} {self.make('months', depth)})",
                lambda: (
                    f"date({self.random.randint(2020, 2029)}, {self.random.randint(1, 12)}, {self.random.randint(1, 28)})"
                ),
                lambda: f"date({self.make('moment', depth)})",
            ]
        )()

    def moment(self, depth: int) -> str:
        m = self.make("moment", depth)
        return self.one(
            f'({m} + duration("PT{self.random.randint(1, 90)}H"))',
            f"({m} - {self.make('months', depth)})",
        )

    def time(self, depth: int) -> str:
        t = self.make("time", depth)
        return self.one(
            f'({t} {self.one("+", "-")} duration("PT{self.random.randint(1, 30)}M"))',
            f"time({self.random.randint(0, 23)}, {self.random.randint(0, 59)}, 0)",
        )

    def days(self, depth: int) -> str:
        d = self.make("days", depth)
        return self.one(
            f"({d} {self.one('+', '-')} {self.make('days', depth)})",
            f"({self.make('date', depth)} - {self.make('date', depth)})",
            f"({self.make('moment', depth)} - {self.make('moment', depth)})",
            f"({self.make('time', depth)} - {self.make('time', depth)})",
            f"abs({d})",
        )

    def months(self, depth: int) -> str:
        m = self.make("months", depth)
        return self.one(
            f"({m} {self.one('+', '-')} {self.make('months', depth)})",
            f'years and months duration(date("2019-05-01"), date({self.random.randint(2015, 2030)}, 7, 1))',
        )

    def numbers(self, depth: int) -> str:
        m, n = lambda: self.make("numbers", depth), lambda: self.make("number", depth)
        self.loops += 1
        name = f"x{self.loops}"
        return self.random.choice(
            [
                lambda: f"[{n()}, {n()}]",
                lambda: f"(for {name} in {m()} return {name} {self.one('+', '*')} {n()})",
                lambda: (
                    f"(for {name} in {self.random.randint(1, 4)}..{self.random.randint(1, 5)} return {name} * 2)"
                ),
                lambda: f"(for {name} in [1, 2], y{name} in {m()} return {name} - y{name})",
                lambda: f"(for {name} in 1..4 return count(partial) + {name})",
                lambda: f"{m()}[item {self.one('>', '<=')} {n()}]",
                lambda: f"concatenate({m()}, {m()})",
                lambda: f"append({m()}, {n()})",
                lambda: f"{self.one('reverse', 'distinct values', 'flatten')}({m()})",
                lambda: f"union({m()}, {m()})",
                lambda: f"sort({m()}, function(p, q) p {self.one('<', '>')} q)",
                lambda: f"index of({m()}, {n()})",
                lambda: f"sublist(getallen, {self.one('1', '2', '-2')}, {self.one('1', '2')})",
                lambda: (
                    f"{self.one('remove(getallen, 2)', 'insert before(getallen, 1, 7)', 'mode(getallen)')}"
                ),
            ]
        )()

    def strings(self, depth: int) -> str:
        s, m = self.make("string", depth), self.make("strings", depth)
        self.loops += 1
        name = f"s{self.loops}"
        return self.one(
            f"[{s}, {self.make('string', depth)}]",
            f"(for {name} in {m} return {name} + {s})",
            f"split(naam, {self.one(*_SPLITTERS)})",
            f"concatenate({m}, [{s}])",
            f"reverse({m})",
            f"{m}[string length(item) > {self.random.randint(0, 5)}]",
            f"kinderen[{self.one('zorg = true', 'leeftijd > 6', 'item.leeftijd < 9')}].naam",
        )

    # table cells: a cell and the value it is asked about

    def cell(self) -> tuple[str, str]:
        kind = self.one("number", "string", "date")
        value = lambda: self.leaf(kind)  # noqa: E731
        low, high = self.ends(kind)
        literal = lambda: self.leaf(kind)  # noqa: E731
        cell = self.one(
            value(),
            f"{literal()}, {literal()}",
            f"{self.one('<', '<=', '>', '>=')} {value()}",
            f"{self.one('[', '(', ']')}{low}..{high}{self.one(']', ')', '[')}",
            f"not({literal()}, {literal()})",
            f"not(> {literal()})",
            f"[{literal()}, {literal()}]",
            f"? {self.one('>', '=')} {value()}",
            "-",
            "null",
        )
        return cell, value()
