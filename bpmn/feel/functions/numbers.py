"""Numeric functions, on decimals of 34 digits."""

from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from bpmn.feel.functions.signature import Shelf, Work
from bpmn.feel.primitives import NUMBERS, Months
from bpmn.feel.temporal import negative

FUNCTIONS = Shelf()
_built_in = FUNCTIONS
_MAX_SCALE = 6_000


def rounded(value: Decimal, scale: Decimal, rounding: str) -> Decimal:
    """Rounded to `scale` decimals, which may be negative. Raises ValueError for a scale out of bounds."""
    if abs(scale) > _MAX_SCALE:
        raise ValueError
    exponent = -int(scale)
    if int(value.as_tuple().exponent) >= exponent:
        return value
    context = NUMBERS.copy()
    context.rounding = rounding
    return NUMBERS.plus(value.quantize(Decimal(1).scaleb(exponent), context=context))


@_built_in("decimal", "n: number, scale: number", "number")
def decimal(work: Work, value: Decimal, scale: Decimal) -> Decimal:
    return rounded(value, scale, ROUND_HALF_EVEN)


@_built_in("floor", "n: number, scale: number?", "number")
def floor(work: Work, value: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    return rounded(value, scale, ROUND_FLOOR)


@_built_in("ceiling", "n: number, scale: number?", "number")
def ceiling(work: Work, value: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    return rounded(value, scale, ROUND_CEILING)


@_built_in("round up", "n: number, scale: number", "number")
def round_up(work: Work, value: Decimal, scale: Decimal) -> Decimal:
    return rounded(value, scale, ROUND_UP)


@_built_in("round down", "n: number, scale: number", "number")
def round_down(work: Work, value: Decimal, scale: Decimal) -> Decimal:
    return rounded(value, scale, ROUND_DOWN)


@_built_in("round half up", "n: number, scale: number", "number")
def round_half_up(work: Work, value: Decimal, scale: Decimal) -> Decimal:
    return rounded(value, scale, ROUND_HALF_UP)


@_built_in("round half down", "n: number, scale: number", "number")
def round_half_down(work: Work, value: Decimal, scale: Decimal) -> Decimal:
    return rounded(value, scale, ROUND_HALF_DOWN)


@_built_in("abs", "n: number", "number")
def absolute(work: Work, value: Decimal) -> Decimal:
    return value.copy_abs()


@_built_in("abs", "n: days and time duration", "days and time duration")
def absolute_days(work: Work, value: timedelta) -> timedelta:
    return negative(value) if value < timedelta() else value


@_built_in("abs", "n: years and months duration", "years and months duration")
def absolute_months(work: Work, value: Months) -> Months:
    return Months(abs(value.months))


@_built_in("modulo", "dividend: number, divisor: number", "number")
def modulo(work: Work, dividend: Decimal, divisor: Decimal) -> Decimal:
    """The rest, with the sign of the divisor."""
    rest = NUMBERS.remainder(dividend, divisor)
    return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@_built_in("sqrt", "number: number", "number")
def sqrt(work: Work, value: Decimal) -> Decimal:
    return NUMBERS.sqrt(value)


@_built_in("log", "number: number", "number")
def log(work: Work, value: Decimal) -> Decimal:
    if value <= 0:
        raise ValueError
    return NUMBERS.ln(value)


@_built_in("exp", "number: number", "number")
def exp(work: Work, value: Decimal) -> Decimal:
    return NUMBERS.exp(value)


@_built_in("odd", "number: number", "boolean")
def odd(work: Work, value: Decimal) -> bool:
    return abs(NUMBERS.remainder(value, Decimal(2))) == 1


@_built_in("even", "number: number", "boolean")
def even(work: Work, value: Decimal) -> bool:
    return NUMBERS.remainder(value, Decimal(2)) == 0
