from datetime import UTC, datetime, timedelta

import pytest

from bpmn.feel.values import CalendarDays, Months
from engine.runtime import periods
from engine.runtime.due import due_of
from engine.runtime.errors import RouteError
from tests.bpmn.diagrams import boundary, diagram, element, timer
from tests.engine.runtime.conftest import Begin, Load, moment

# begin, span, the moment it gives: Dutch clock times
TABLE = [
    ("2026-01-31T09:00:00", "P1M", "2026-02-28T09:00:00"),
    ("2028-01-31T09:00:00", "P1M", "2028-02-29T09:00:00"),
    ("2026-12-31T09:00:00", "P2M", "2027-02-28T09:00:00"),
    ("2024-02-29T12:00:00", "P1Y", "2025-02-28T12:00:00"),
    ("2026-03-28T09:00:00", "P1D", "2026-03-29T09:00:00"),  # the clock goes on an hour
    ("2026-03-28T09:00:00", "PT24H", "2026-03-29T10:00:00"),
    ("2026-10-24T09:00:00", "P1D", "2026-10-25T09:00:00"),  # and back
    ("2026-10-24T09:00:00", "PT24H", "2026-10-25T08:00:00"),
    ("2026-03-28T02:30:00", "P1D", "2026-03-29T03:30:00"),  # half past two does not exist that night
    ("2026-09-01T09:00:00", "P2W", "2026-09-15T09:00:00"),
    ("2026-09-01T09:00:00", "P1Y2M3DT4H5M6S", "2027-11-04T13:05:06"),
    ("2026-09-01T09:00:00", "PT0S", "2026-09-01T09:00:00"),
]


@pytest.mark.parametrize(("start", "span", "end"), TABLE)
def test_a_span_counts_on_dutch_clocks(start: str, span: str, end: str) -> None:
    assert periods.add(moment(start), periods.parse_period(span)) == moment(end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "1D",
        "P1",
        "P1DT",
        "P-1D",
        "-P1D",
        "P1.5D",
        "P1D2M",
        "p1d",
        "P1D ",
        "P99999D1",
        "PT5",
        "P1S",
    ],
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(periods.NotATime, match="geen duur"):
        periods.parse_period(text)


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "2026-13-01", "20260101", "morgen", "2026-01-01T25:00", "2026-W01-1", "2026-01-01T"],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(periods.NotATime):
        periods.parse_moment(text)


@pytest.mark.parametrize(
    "text", ["R", "R3", "R3/", "R3/P", "R0/P1D", "R/PT0S", "R3/1D", "3/P1D", "R-1/P1D", "R1/P1D/P1D/P1D"]
)
def test_what_is_no_cycle_is_refused(text: str) -> None:
    with pytest.raises(periods.NotATime):
        periods.parse_cycle(text)


def test_a_date_without_a_time_is_midnight_here() -> None:
    assert periods.parse_moment("2026-07-01") == datetime(2026, 6, 30, 22, tzinfo=UTC)


def test_feel_durations_count_as_their_text_does() -> None:
    begin = moment("2026-03-28T09:00:00")
    assert periods.add(begin, periods.period_of(CalendarDays(1))) == moment("2026-03-29T09:00:00")
    assert periods.add(begin, periods.period_of(timedelta(hours=24))) == moment("2026-03-29T10:00:00")
    assert periods.add(begin, periods.period_of(Months(1))) == moment("2026-04-28T09:00:00")


@pytest.mark.parametrize("value", [Months(-1), timedelta(days=-1), CalendarDays(-1), 3, None, True])
def test_a_span_that_goes_back_or_is_none_is_refused(value: object) -> None:
    with pytest.raises(periods.NotATime):
        periods.period_of(value)


def test_the_months_of_a_series_count_from_its_beginning() -> None:
    base, month = moment("2026-01-31T09:00:00"), periods.parse_period("P1M")
    assert periods.next_after(base, month, moment("2026-03-01T00:00:00")) == moment("2026-03-31T09:00:00")


def test_a_long_silence_in_a_short_series_is_skipped_at_once() -> None:
    base, second = moment("2016-01-01T00:00:00"), periods.parse_period("PT1S")
    assert periods.next_after(base, second, moment("2026-01-01T00:00:00")) == moment("2026-01-01T00:00:01")


def test_a_timer_past_the_last_year_is_refused() -> None:
    with pytest.raises(periods.NotATime, match="9999"):
        periods.add(moment("2026-01-01T00:00:00"), periods.parse_period("P9000Y"))


def waiting(text: str, kind: str = "timeDuration") -> bytes:
    return diagram(
        "start -> even -> a -> einde",
        elements={"even": element("intermediateCatchEvent", "even", timer(text, kind))},
    )


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ("P1M", "timeDuration", "2026-02-28T09:00:00"),
        ('=duration("P1M")', "timeDuration", "2026-02-28T09:00:00"),
        ("=termijn", "timeDuration", "2026-02-03T09:00:00"),
        ("2026-08-31T09:00:00", "timeDate", "2026-08-31T09:00:00"),
        ("=peildatum", "timeDate", "2026-05-01T00:00:00"),
        ('=date and time("2026-05-01T12:00:00")', "timeDate", "2026-05-01T12:00:00"),
        ("R3/P1D", "timeCycle", "2026-02-01T09:00:00"),
        ('="R3/P1D"', "timeCycle", "2026-02-01T09:00:00"),
        ("R/2026-04-01T08:00:00/P1M", "timeCycle", "2026-04-01T08:00:00"),
    ],
)
def test_a_timer_may_be_a_literal_or_feel(text: str, kind: str, due: str, begin: Begin) -> None:
    case = begin(
        waiting(text, kind),
        at="2026-01-31T09:00:00",
        termijn=CalendarDays(3),
        peildatum=moment("2026-05-01T12:00:00").date(),
    )
    assert case.due == {"even": moment(due)}


def test_a_timer_without_its_fact_stops_the_step_with_words(begin: Begin) -> None:
    with pytest.raises(RouteError, match="hoort een duur te zijn") as error:
        begin(waiting("=termijn"))
    assert error.value.element == "even"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1 dag", "timeDuration"), ("P", "timeDuration"), ("", "timeDate"), ("R0/P1D", "timeCycle")],
)
def test_a_wrong_literal_is_refused_when_the_route_is_loaded(text: str, kind: str, load: Load) -> None:
    with pytest.raises(RouteError) as error:
        load(waiting(text, kind))
    assert error.value.element == "even"


def test_a_timer_goes_off_at_its_moment_and_not_before(begin: Begin) -> None:
    case = begin(waiting("PT36H"), at="2026-09-01T09:00:00")
    assert case.wait("2026-09-02T20:59:59").open == []
    assert case.wait("2026-09-02T21:00:00").open == ["a"]


REMINDING = diagram(
    "start -> a -> einde",
    "elke -> her -> einde_2",
    elements={"elke": boundary("elke", "a", timer("R3/P7D", "timeCycle"), interrupting=False)},
)


def test_missed_periods_are_skipped_and_the_cycle_goes_on(begin: Begin) -> None:
    case = begin(REMINDING, at="2026-09-01T09:00:00")
    case.wait("2026-09-30T12:00:00")
    assert case.open.count("her") == 1
    assert case.due == {"elke": moment("2026-10-06T09:00:00")}


def test_a_cycle_ends_after_its_last_time(begin: Begin) -> None:
    case = begin(REMINDING, at="2026-09-01T09:00:00")
    for day in ("2026-09-08T09:00:00", "2026-09-15T09:00:00", "2026-09-22T09:00:00"):
        case.wait(day)
    assert case.open.count("her") == 3
    assert case.due == {}


def test_of_two_timers_at_a_gateway_the_first_wins_even_when_both_are_late(begin: Begin) -> None:
    case = begin(
        diagram(
            "start -> wacht -> lang -> a -> einde",
            "wacht -> kort -> b -> einde_2",
            elements={
                "lang": element("intermediateCatchEvent", "lang", timer("P7D")),
                "kort": element("intermediateCatchEvent", "kort", timer("P3D")),
            },
        )
    )
    assert set(case.due) == {"lang", "kort"}
    assert case.wait("2027-01-01T00:00:00").open == ["b"]
    assert case.due == {}


def with_due(text: str) -> bytes:
    schedule = f'<bpmn:extensionElements><zeebe:taskSchedule dueDate="{text}"/></bpmn:extensionElements>'
    return diagram("start -> a -> einde", elements={"a": element("userTask", "a", schedule)})


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("P14D", moment("2026-09-15T09:00:00")),
        ("=duration(&quot;P1M&quot;)", moment("2026-10-01T09:00:00")),
        ("2026-11-01", datetime(2026, 11, 1).date()),
        ("=peildatum", datetime(2026, 12, 1).date()),
        ("2026-11-01T12:00:00", moment("2026-11-01T12:00:00")),
        ("=onbekend", None),
    ],
)
def test_a_task_says_when_it_should_be_done(text: str, due: object, load: Load) -> None:
    route = load(with_due(text))
    facts = {"peildatum": datetime(2026, 12, 1).date()}
    assert due_of(route, "a", facts, moment("2026-09-01T09:00:00")) == due


def test_a_due_date_that_is_no_date_is_refused(load: Load) -> None:
    with pytest.raises(RouteError, match="uiterste datum"):
        due_of(load(with_due("=true")), "a", {}, moment("2026-09-01T09:00:00"))


def test_the_facts_of_a_due_date_are_facts_of_the_route(load: Load) -> None:
    assert load(with_due("=peildatum")).facts_read == {"peildatum"}
