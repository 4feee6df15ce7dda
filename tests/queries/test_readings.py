"""Rows of sheets: heads in any order, keys that Excel broke, days in three notations, each fault in words."""

from collections.abc import Callable
from datetime import date

import pytest

from stellwerk.law.working import Refused
from stellwerk.models import Channel, Municipality, OnlineService, Service
from stellwerk.queries.readings import Reading, once, readings
from stellwerk.queries.sheets import Typed, proposed, typed_rows

OSTALB, DAY = "08136", date(2024, 3, 8)
AALEN, WOHNGELD = "08136088", "99107023017000"


@pytest.fixture
def read(db: None) -> Callable[..., Reading]:
    """Read one row of the Ostalbkreis; what is not said is Aalen, Wohngeld, online."""

    def one(**words: str) -> Reading:
        typed = Typed(2, {"place": AALEN, "service": WOHNGELD, "state": "l", **words})
        return readings([typed], district=OSTALB, day=DAY)[0]

    return one


def sentence(reading: Reading) -> str:
    (found,) = reading.findings
    return str(found["text"] % found["values"])


def test_a_head_is_understood_in_any_order_and_spelling() -> None:
    head = ["Status", "LeiKa-ID", "Bürgermeister", "AGS", "Gemeinde", "online seit"]

    rows = typed_rows([[], head, ["online", WOHNGELD, "", AALEN, "Aalen, Stadt", "1.3.2024"]])

    words = {"state": "online", "service": WOHNGELD, "place": AALEN, "valid_from": "1.3.2024"}
    assert rows == [Typed(3, words)]


def test_without_a_head_the_columns_come_in_the_documented_order() -> None:
    rows = typed_rows([["Aalen", "Wohngeld Bewilligung", "geplant", "1.10.2024"], [], ["Heubach", "x", "k"]])

    assert [row.number for row in rows] == [1, 3]
    assert rows[0].words["planned_on"] == "1.10.2024"


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ([[]], "Die Tabelle ist leer"),
        ([["Gemeinde", "Leistung", "Stand"]], "Unter der Kopfzeile steht nichts"),
        ([["Gemeinde", "Stand"], ["Aalen", "l"]], "fehlt die Spalte „Leistung“"),
    ],
)
def test_a_sheet_that_says_nothing_is_refused_as_a_whole(sheet: list[list[str]], words: str) -> None:
    with pytest.raises(Refused, match=words):
        typed_rows(sheet)


def test_a_level_beside_its_model_is_read_together() -> None:
    rows = typed_rows(
        [["AGS", "LeiKa", "Stand", "Reifegrad", "Modell"], [AALEN, WOHNGELD, "l", "5", "Modell 2.0"]]
    )

    assert rows[0].words["maturity"] == "5 (2.0)"


@pytest.mark.parametrize(
    "place", ["8136088", "08136088", "08 136 088", "Aalen", "aalen, Große Kreisstadt", "Stadt Aalen"]
)
def test_a_municipality_is_found_by_key_and_by_name(read: Callable[..., Reading], place: str) -> None:
    assert read(place=place).place == AALEN


def test_a_name_without_its_addition_is_enough(read: Callable[..., Reading]) -> None:
    assert read(place="Ellwangen").place == read(place="Ellwangen (Jagst)").place == "08136019"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("Böblingen", "keine Gemeinde dieses Landkreises"),
        ("08115003", "08115003 gibt es in diesem Landkreis nicht"),
        ("123", "kein Gemeindeschlüssel"),
        ("", "Die Gemeinde fehlt"),
    ],
)
def test_an_unknown_municipality_is_named(read: Callable[..., Reading], place: str, words: str) -> None:
    assert words in sentence(read(place=place))


def test_the_key_of_a_municipality_that_is_gone_says_since_when(read: Callable[..., Reading]) -> None:
    Municipality.objects.filter(ags="08136028").update(gone_on=date(2024, 1, 1))

    assert "Heubach (08136028) ist seit 01.01.2024 aufgelöst" in sentence(read(place="8136028"))


@pytest.mark.parametrize("service", ["99 107 023 017 000", "'99107023017000", "wohngeld bewilligung"])
def test_a_service_is_found_by_key_and_by_name(read: Callable[..., Reading], service: str) -> None:
    assert read(service=service).service == (Service.objects.get(key=WOHNGELD).pk, WOHNGELD)


@pytest.mark.parametrize(
    ("service", "words"),
    [
        ("9,9107E+13", "als Zahl gerundet"),
        ("9107023017000", "14 Ziffern"),
        ("99999999999999", "nicht im Leistungskatalog"),
        ("Wohngelt", "nicht im Leistungskatalog"),
    ],
)
def test_an_unknown_service_is_named(read: Callable[..., Reading], service: str, words: str) -> None:
    assert words in sentence(read(service=service))


def test_a_name_that_two_services_have_asks_for_the_key(read: Callable[..., Reading]) -> None:
    Service.objects.create(key="99107023017999", name="Wohngeld Bewilligung", source="Test")

    assert "99107023017000, 99107023017999" in sentence(read(service="Wohngeld Bewilligung"))


@pytest.mark.parametrize("day", ["31.12.2025", "2025-12-31", "31/12/2025", "46022"])
def test_days_are_read_in_every_notation(read: Callable[..., Reading], day: str) -> None:
    assert read(state="p", planned_on=day).planned_on == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ({"state": "vielleicht"}, "state"),
        ({"state": ""}, "state"),
        ({"state": "p"}, "planned_on"),
        ({"state": "l", "planned_on": "31.12.2025"}, "planned_on"),
        ({"state": "p", "planned_on": "31.02.2025"}, "planned_on"),
        ({"maturity": "9 (2.0)"}, "maturity"),
        ({"channel": "Brieftaube"}, "channel"),
        ({"valid_from": "bald"}, "valid_from"),
        ({"url": "javascript:alert(1)"}, "url"),
    ],
)
def test_each_fault_names_its_column(
    read: Callable[..., Reading], words: dict[str, str], column: str
) -> None:
    assert [it["column"] for it in read(**words).findings] == [column]


def test_what_is_not_said_holds_from_the_given_day(read: Callable[..., Reading]) -> None:
    reading = read()

    assert (reading.findings, reading.valid_from, reading.state) == ([], DAY, "live")


def test_the_same_word_is_read_once_and_refused_each_time(db: None) -> None:
    asked: list[str] = []

    def read(text: str) -> int:
        asked.append(text)
        if text == "drei":
            raise Refused("Bitte eine Zahl.")
        return int(text)

    reader = once(read)

    assert [reader("1"), reader("2"), reader("1")] == [1, 2, 1]
    for _time in range(2):
        with pytest.raises(Refused, match="eine Zahl"):
            reader("drei")
    assert asked == ["1", "2", "drei"]


def test_each_row_has_a_finding_of_its_own_for_the_same_word(db: None) -> None:
    rows = [Typed(number, {"place": AALEN, "service": WOHNGELD, "state": "vielleicht"}) for number in (2, 3)]

    first, second = readings(rows, district=OSTALB, day=DAY)

    assert first.findings == second.findings
    first.findings.clear()
    assert len(second.findings) == 1


@pytest.fixture
def online_service(db: None) -> OnlineService:
    made = OnlineService.objects.create(name="Wohngeld digital", channel=Channel.EFA, source="Test")
    made.services.add(Service.objects.get(key=WOHNGELD))
    return made


def test_the_name_of_an_online_service_tells_how(
    read: Callable[..., Reading], online_service: OnlineService
) -> None:
    reading = read(online_service="wohngeld DIGITAL")

    assert (reading.channel, reading.findings) == ("efa", [])
    assert reading.entry().online_service == online_service.pk


@pytest.mark.parametrize(
    ("words", "sentence_"),
    [
        ({"online_service": "Wohngelt"}, "„Wohngelt“ steht nicht im Verzeichnis der Onlinedienste"),
        ({"service": "99102013002000"}, "deckt die Leistung 99102013002000 nicht ab"),
        ({"channel": "Standardprozess"}, "von anderer Art, als in der Zeile steht"),
        ({"state": "k"}, "Ein Onlinedienst gehört nur zu „online“ und „geplant“"),
    ],
)
def test_an_online_service_that_does_not_fit_is_a_fault_of_its_column(
    read: Callable[..., Reading], online_service: OnlineService, words: dict[str, str], sentence_: str
) -> None:
    reading = read(**({"online_service": online_service.name} | words))

    assert sentence_ in sentence(reading)
    assert reading.findings[0]["column"] == "online_service"


def test_of_two_online_services_of_one_name_the_kind_decides(
    read: Callable[..., Reading], online_service: OnlineService
) -> None:
    other = OnlineService.objects.create(name=online_service.name, channel=Channel.OWN, source="Test")
    other.services.add(Service.objects.get(key=WOHNGELD))

    named = read(online_service=other.name, channel="eigener Dienst")
    assert named.online_service == (other.pk, other.name)
    assert "Mehrere Onlinedienste heißen" in sentence(read(online_service=other.name))


def test_a_list_from_outside_may_name_what_we_do_not_know(db: None) -> None:
    words = {"place": AALEN, "service": WOHNGELD, "state": "online", "online_service": "Fremddienst"}

    (reading,) = readings([Typed(2, words)], district=OSTALB, day=DAY, is_proposal=True)

    assert (reading.findings, reading.online_service) == ([], None)
    assert "steht nicht im Verzeichnis" in reading.remarks[0]["text"]


def test_of_a_list_only_the_own_district_counts_and_a_link_says_online() -> None:
    rows = [
        Typed(2, {"place": "8136088", "service": WOHNGELD, "url": "https://aalen.invalid/wohngeld"}),
        Typed(3, {"place": "08115003", "service": WOHNGELD, "url": "https://bb.invalid"}),
        Typed(4, {"place": "081365004028", "service": WOHNGELD}),
    ]

    found = proposed(rows, district=OSTALB, needs_link=True)

    assert [(row.number, row.words.get("state")) for row in found] == [(2, "online"), (4, None)]
    with pytest.raises(Refused, match="Keine Zeile betrifft diesen Landkreis"):
        proposed(rows[1:2], district=OSTALB, needs_link=True)
