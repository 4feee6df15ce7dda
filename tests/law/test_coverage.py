"""Coverage as people write it: keys, days, states; what is repaired, and what is refused with what to do."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.law.coverage import (
    CHANNELS,
    HIGHEST_LEVEL,
    STATES,
    STRENGTH,
    Entry,
    age_in_words,
    channel,
    day,
    maturity,
    municipality_key,
    require_sound,
    service_key,
    state,
    summary,
    weakest,
)
from stellwerk.law.working import Refused

KEY = "99027002012000"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("08111000", "08111000"),
        ("8111000", "08111000"),  # a number in Excel
        ("8111000.0", "08111000"),
        (" 08 111 000 ", "08111000"),
        ("08.111.000", "08111000"),
        ("'08111000", "08111000"),
        ("08\u00a0111\u00a0000", "08111000"),
        ("081110000000", "08111000"),  # the Regionalschlüssel
        ("081155001045", "08115045"),
    ],
)
def test_the_key_of_a_municipality_is_repaired(text: str, key: str) -> None:
    assert municipality_key(text) == key


@pytest.mark.parametrize("text", ["", "Stuttgart", "811100", "081110001", "17111000", "00111000", "8,11E+06"])
def test_what_is_no_key_of_a_municipality_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"kein Gemeindeschlüssel.*acht Ziffern"):
        municipality_key(text)


@pytest.mark.parametrize(
    "text", [KEY, f" {KEY} ", f"'{KEY}", "99 027 002 012 000", "99027002012000.0", "99.027.002.012.000"]
)
def test_the_key_of_a_service_is_repaired(text: str) -> None:
    assert service_key(text) == KEY


@pytest.mark.parametrize("text", ["9,9012008001E+13", "9.9027002012E+13", "9E13", "9,9e+13"])
def test_a_key_that_excel_has_rounded_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(Refused, match=r"als Zahl gerundet.*als Text") as no:
        service_key(text)

    assert no.value.field == "service_key"


@pytest.mark.parametrize("text", ["", "9902700201200", "990270020120001", "99027002O12000", "٩٩٠٢٧٠٠٢٠١٢٠٠٠"])
def test_what_is_no_key_of_a_service_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"kein LeiKa-Schlüssel.*14 Ziffern"):
        service_key(text)


@pytest.mark.parametrize(
    "text",
    ["31.12.2025", "2025-12-31", "31/12/2025", "46022", "46022.0", " 31.12.2025 ", "2025-12-31 00:00:00"],
)
def test_a_day_is_read_in_each_notation(text: str) -> None:
    assert day(text) == date(2025, 12, 31)


@pytest.mark.parametrize(
    "text",
    ["", "31.02.2025", "31.12.25", "12/31/2025", "gestern", "2025-13-01", "31.12.1999", "99999", "1.1.2100"],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="kein Datum zwischen 2000 und 2099"):
        day(text)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_reads_the_same_in_every_notation(when: date) -> None:
    serial = (when - date(1899, 12, 30)).days
    short = f"{when.day}.{when.month}.{when.year}"
    written = f"{when:%d.%m.%Y}", f"{when:%d/%m/%Y}", when.isoformat(), str(serial), short

    assert {day(text) for text in written} == {when}


@given(st.text(max_size=30))
def test_whatever_somebody_types_is_read_or_refused_and_never_a_fault(text: str) -> None:
    for read in (municipality_key, service_key, day, state, channel, maturity):
        with suppress(Refused):
            assert read(text) is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("online", "live"),
        ("L", "live"),
        (" Ja ", "live"),
        ("geplant", "planned"),
        ("p", "planned"),
        ("kein  Angebot", "none"),
        ("K", "none"),
        ("Nicht zuständig", "not_responsible"),
        ("x", "not_responsible"),
        ("not_responsible", "not_responsible"),
    ],
)
def test_a_state_is_a_word_a_letter_or_a_code(text: str, code: str) -> None:
    assert state(text) == code


@pytest.mark.parametrize("text", ["", "vielleicht", "0", "ll"])
def test_another_word_is_no_state_and_the_sentence_names_those_there_are(text: str) -> None:
    with pytest.raises(
        Refused, match=r"online \(l\), geplant \(p\), kein Angebot \(k\), nicht zuständig \(x\)"
    ):
        state(text)


def test_no_word_stands_for_two_things() -> None:
    for words in (STATES, CHANNELS):
        known = [word for spellings in words.values() for word in spellings]
        assert len(known) == len(set(known))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "any"),
        ("EfA", "efa"),
        ("Universalprozess", "universal"),
        ("Standard", "standard"),
        ("eigener Dienst", "own"),
    ],
)
def test_a_channel_may_be_left_out(text: str, code: str) -> None:
    assert channel(text) == code


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(Refused, match="Erlaubt sind: EfA"):
        channel("Fax")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("3 (1.1)", (3, "1.1")),
        ("2.0:5", (5, "2.0")),
        ("1.1: 0", (0, "1.1")),
        ("7 (Modell 2.0)", (7, "2.0")),
        ("", (None, "")),
    ],
)
def test_a_level_comes_with_its_model(text: str, level: tuple[int | None, str]) -> None:
    assert maturity(text) == level


@pytest.mark.parametrize("text", ["3", "5 (1.1)", "8 (2.0)", "2.0", "3 (3.0)", "hoch"])
def test_a_level_without_model_or_beyond_it_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="Bitte geben Sie Stufe und Modell an"):
        maturity(text)


@given(st.sampled_from(list(HIGHEST_LEVEL)), st.integers(0, 9))
def test_the_highest_level_is_that_of_the_model(model: str, level: int) -> None:
    if level <= HIGHEST_LEVEL[model]:
        assert maturity(f"{level} ({model})") == maturity(f"{model}:{level}") == (level, model)
    else:
        with pytest.raises(Refused):
            maturity(f"{level} ({model})")


@given(st.lists(st.sampled_from(STRENGTH), min_size=1))
def test_the_strongest_channel_makes_the_state_and_the_weakest_part_the_whole(states: list[str]) -> None:
    assert summary(states) == next(it for it in STRENGTH if it in states)
    assert weakest(states) == next(it for it in reversed(STRENGTH) if it in states)


@pytest.mark.parametrize("state_", ["none", "not_responsible"])
def test_an_online_service_belongs_to_what_is_online_or_planned(state_: str) -> None:
    values = {"ags": "08111000", "service_key": KEY, "valid_from": date(2026, 3, 2), "online_service": 7}

    require_sound(Entry(**values, state="live"))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Ein Onlinedienst gehört nur zu „online“ und „geplant“"):
        require_sound(Entry(**values, state=state_))  # type: ignore[arg-type]


def test_nothing_collected_is_no_state() -> None:
    with pytest.raises(ValueError, match="empty"):
        summary([])


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "online"},
        {"channel": "EfA"},
        {"valid_from": date(1999, 12, 31)},
        {"maturity": 3},
        {"maturity_model": "1.1"},
        {"maturity": 5, "maturity_model": "1.1"},
        {"maturity": -1, "maturity_model": "2.0"},
    ],
)
def test_codes_that_nobody_reads_are_our_own_mistake(wrong: dict[str, object]) -> None:
    values = {"ags": "08111000", "service_key": KEY, "state": "live", "valid_from": date(2026, 3, 2)}

    with pytest.raises(ValueError, match=r"not an entry|belong together|no such level"):
        require_sound(Entry(**(values | wrong)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "seit heute"),
        (1, "seit gestern"),
        (2, "2 Tage alt"),
        (13, "13 Tage alt"),
        (14, "2 Wochen alt"),
        (22, "3 Wochen alt"),
        (59, "8 Wochen alt"),
        (60, "2 Monate alt"),
        (364, "12 Monate alt"),
        (365, "älter als ein Jahr"),
        (730, "älter als 2 Jahre"),
        (1500, "älter als 4 Jahre"),
    ],
)
def test_age_is_said_in_words(days: int, words: str) -> None:
    assert age_in_words(days) == words


def test_age_is_said_in_the_language_of_the_reader() -> None:
    english = {"%(count)s Wochen alt": "%(count)s weeks old"}

    assert age_in_words(22, lambda text: english.get(text, text)) == "3 weeks old"
