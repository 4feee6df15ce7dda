"""Euro amounts: rounded half up to the cent, written the German way."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: Decimal) -> Decimal:
    """Round to the cent, half up (kaufmännisch)."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def grouped(number: Decimal, places: int = 2) -> str:
    """Write a number, rounded half up, with decimal comma and points between thousands: 1.234.567,89."""
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def euro(amount: Decimal) -> str:
    return f"{grouped(amount)} €"


@lru_cache(maxsize=4096)  # a run writes the same rates and shares for every post
def exact(number: Decimal, least: int = 1, most: int = 4) -> str:
    """Write a number with as many decimals as it has, but at least and at most so many: 0,5 or 1,0."""
    text = grouped(number, most)
    whole, _, decimals = text.partition(",")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return f"{whole},{decimals}" if decimals else whole


def exact_euro(amount: Decimal) -> str:
    """Write euro with two decimals, or up to four where the amount is not rounded to the cent yet."""
    return f"{exact(amount, 2)} €"
