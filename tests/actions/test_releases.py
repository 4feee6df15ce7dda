"""The release: the second person's decision turns every line into a frozen, addressed letter."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum

from stellwerk.access import Rights
from stellwerk.actions.consultations import consult
from stellwerk.actions.releases import release_run
from stellwerk.actions.runs import change_run, compute_run
from stellwerk.letters.compose import content_sha256
from stellwerk.models import (
    BudgetYear,
    Dispatch,
    Grant,
    JournalEntry,
    Letter,
    Letterhead,
    Membership,
    Notice,
    Occupancy,
    Office,
    Part,
    Participation,
    Post,
    Programme,
    Role,
    Run,
    RunLine,
    RunState,
    RunYear,
    Tranche,
)
from stellwerk.queries.states import committed_by_year
from tests.house.cases import ASKED_AT, LAST_DAY, RELEASED_AT, agreed, drafted, person
from tests.house.environment import DAY

Refuses = Callable[..., object]


def release(run: Run, rights: Rights | None = None) -> Run:
    return release_run(run.pk, rights=rights or person("freigabe"), at=RELEASED_AT)


def rings() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'deliver'")
        return int(cursor.fetchone()[0])


# --- what comes of it ----------------------------------------------------------------------------


def test_every_changed_grant_gets_a_notice_and_every_office_the_circular(
    consulted: Run, releaser: Rights, verbs: Callable[[], list[str]]
) -> None:
    asked = rings()

    run = release(consulted)

    assert (run.state, run.released_by, run.released_at) == (RunState.RELEASED, releaser.person, RELEASED_AT)
    assert (
        Letter.objects.filter(run=run, kind="notice").count() == Notice.objects.filter(run=run).count() == 32
    )
    circular = Letter.objects.get(run=run, kind="circular")
    assert circular.dispatches.filter(role="to").count() == 35
    assert circular.dispatches.filter(role="copy").count() == 3
    assert rings() == asked + 2  # one for each worker
    assert verbs()[-1] == "release_run"
    assert "32 Änderungsbescheide, Rundschreiben an 38 Stellen" in JournalEntry.objects.latest("pk").text


def test_what_is_granted_is_what_was_computed(released: Run) -> None:
    granted = Tranche.objects.filter(notice__run=released).values("year").order_by("year")
    added = {row.year: row.added for row in RunYear.objects.filter(run=released) if row.added}

    assert {row["year"]: row["sum"] for row in granted.annotate(sum=Sum("amount"))} == added
    for line in RunLine.objects.filter(run=released, changes=True):
        notice = Notice.objects.get(run=released, grant=line.grant_id)
        assert (notice.period_end, notice.working) == (line.new_end, line.working)
        assert (notice.number, notice.kind, notice.issued_on) == (1, "amendment", DAY)
        assert (notice.prepared_by, notice.released_by) == (released.computed_by, released.released_by)


def test_a_letter_is_frozen_with_hash_text_and_who_released_it(released: Run, releaser: Rights) -> None:
    letter = Letter.objects.get(grant__file_number="Beispiel-EGK-08136")

    assert letter.document_sha256 == content_sha256(letter.document)
    assert letter.text_version == released.notice_text
    assert (letter.released_by, letter.released_at, letter.dated_on) == (releaser.person, RELEASED_AT, DAY)
    assert "Ostalbkreis" in str(letter.document)
    assert letter.subject.startswith("1. Änderungsbescheid zum Zuwendungsbescheid vom 01.11.2022")


def test_each_mail_has_an_id_of_its_own_that_comes_from_letter_and_recipient(released: Run) -> None:
    ids = set(Dispatch.objects.values_list("message_id", flat=True))

    assert len(ids) == 73
    assert all(one.startswith("<") and one.endswith("@stellwerk.invalid>") for one in ids)


def test_copies_of_notices_go_to_whom_the_programme_names(consulted: Run) -> None:
    office = Office.objects.get(key="staedtetag")
    Participation.objects.create(programme=consulted.programme, office=office, part=Part.NOTICE_COPY)

    run = release(consulted)

    copies = Dispatch.objects.filter(letter__run=run, letter__kind="notice", role="copy")
    assert copies.count() == 31  # its own notice goes to the Städtetag as its recipient
    assert {copy.office for copy in copies} == {office}


def test_the_second_amendment_of_a_grant_has_number_two(released: Run, programme: Programme) -> None:
    """The letters of the first run need not be out for that."""
    BudgetYear.objects.filter(year=2025).update(commitment_authority=Decimal("9000000.00"))
    draft = drafted(programme, last_day=date(2025, 12, 31))
    again = agreed(compute_run(draft.pk, rights=person("vorbereitung"), at=ASKED_AT))

    release(again)

    numbers = set(Notice.objects.filter(run=again).values_list("number", flat=True))
    assert numbers == {1, 2}  # six grants were not amended by the first run


# --- four eyes -----------------------------------------------------------------------------------


@pytest.fixture
def both(consulted: Run) -> Callable[[str], Rights]:
    """Give a person of the example all roles of the authority."""

    def given(name: str) -> Rights:
        who = person(name).person
        for role in (Role.PREPARER, Role.RELEASER):
            Membership.objects.get_or_create(person=who, office=consulted.programme.authority, role=role)
        return person(name)

    return given


def test_whoever_prepared_does_not_release_whatever_roles_they_hold(
    consulted: Run, both: Callable[[str], Rights], refuses: Refuses
) -> None:
    rights = both("vorbereitung")

    with refuses("Wer einen Vorgang vorbereitet hat, darf ihn nicht selbst freigeben"):
        release(consulted, rights)


def test_whoever_computed_does_not_release_although_somebody_else_drafted(
    draft: Run, refuses: Refuses
) -> None:
    computed_by = person("freigabe").person
    Membership.objects.create(person=computed_by, office=draft.programme.authority, role=Role.PREPARER)
    computed = compute_run(draft.pk, rights=person("freigabe"), at=ASKED_AT)
    consulted = agreed(computed)

    with refuses("darf ihn nicht selbst freigeben"):
        release(consulted)


def test_whoever_changed_it_on_the_way_does_not_release_although_others_drafted_and_computed(
    draft: Run, refuses: Refuses
) -> None:
    changer = person("freigabe").person
    Membership.objects.create(person=changer, office=draft.programme.authority, role=Role.PREPARER)
    values = {"title": "Neu", "legal_basis": "§ 23 LHO", "terms": draft.terms, "letter_date": DAY}
    change_run(draft.pk, rights=person("freigabe"), at=ASKED_AT, last_day=LAST_DAY, reason="Neu", **values)
    consulted = agreed(compute_run(draft.pk, rights=person("vorbereitung"), at=ASKED_AT))

    with refuses("darf ihn nicht selbst freigeben"):
        release(consulted)


@pytest.mark.parametrize("name", ["vorbereitung", "landkreis", "verband", "pruefung", "betrieb"])
def test_only_who_signs_may_release(
    consulted: Run, everybody: dict[str, Rights], forbids: Refuses, name: str
) -> None:
    with forbids():
        release(consulted, everybody[name])


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "computed", "released"])
def test_only_an_agreed_run_is_released_and_only_once(
    request: pytest.FixtureRequest, refuses: Refuses, state: str
) -> None:
    run = request.getfixturevalue(state)

    with refuses("Die Fortführung ist inzwischen „"):
        release(run)


def test_a_run_whose_answers_are_open_is_not_released(
    computed: Run, preparer: Rights, refuses: Refuses
) -> None:
    consult(computed.pk, rights=preparer, at=ASKED_AT)

    with refuses("ist inzwischen „berechnet“"):
        release(computed)


@pytest.mark.parametrize(
    "address", ["", "kein at", "a@b.invalid\r\nBcc: c@d.invalid", "a@b.invalid,c@d.invalid"]
)
@pytest.mark.parametrize("key", ["LRA-08136", "LRA-08127"])
def test_a_recipient_without_an_address_is_named(
    consulted: Run, refuses: Refuses, key: str, address: str
) -> None:
    """One gets a notice, one only the circular."""
    Office.objects.filter(key=key).update(email=address)
    name = Office.objects.get(key=key).name

    with refuses(f"Für „{name}“ ist keine gültige E-Mail-Adresse hinterlegt"):
        release(consulted)


@pytest.mark.parametrize("field", ["court", "court_seat"])
def test_a_recipient_without_a_court_is_named(consulted: Run, refuses: Refuses, field: str) -> None:
    Office.objects.filter(key="LRA-08136").update(**{field: ""})

    with refuses("Für „Landratsamt Ostalbkreis“ ist kein Verwaltungsgericht hinterlegt"):
        release(consulted)


@pytest.mark.parametrize(
    ("field", "number", "words"),
    [
        ("measure", "4.2.2", "genaue Bezeichnung der Maßnahme"),
        ("purpose", "4.2.3", "Zuwendungszweck, Ziele und Kennzahlen"),
        ("goals", "4.2.3", "Zuwendungszweck, Ziele und Kennzahlen"),
        ("proof_rule", "4.2.10", "Stelle für den Verwendungsnachweis"),
        ("conditions", "4.2.13", "anzuwendende Nebenbestimmungen"),
    ],
)
def test_missing_mandatory_content_is_refused_and_says_where_to_add_it(
    consulted: Run, refuses: Refuses, field: str, number: str, words: str
) -> None:
    Programme.objects.update(**{field: " "})

    with refuses(f"fehlt nach Nr. {number}: {words}. Die Angabe „[^%]+“ fehlt. Bitte bei"):
        release(consulted)


def test_a_fact_that_a_text_needs_is_refused_by_name(consulted: Run, refuses: Refuses) -> None:
    Programme.objects.update(name="")

    with refuses("Für den Text „.*, Fassung 1“ fehlt die Angabe „Förderprogramm“"):
        release(consulted)


def test_a_letter_without_a_signature_is_refused(consulted: Run, refuses: Refuses) -> None:
    Letterhead.objects.update(signature_name="")

    with refuses("Der Name unter dem Schreiben fehlt. Bitte im Briefkopf ergänzen"):
        release(consulted)


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x07"])
def test_what_cannot_be_seen_is_refused(consulted: Run, refuses: Refuses, hidden: str) -> None:
    Run.objects.filter(pk=consulted.pk).update(reason=f"Die Stelle {hidden} bleibt.")

    with refuses("unsichtbare Zeichen"):
        release(consulted)


@pytest.mark.parametrize("word", ["😀", "漢字"])
def test_what_no_font_shows_is_refused_before_it_is_too_late(
    consulted: Run, refuses: Refuses, word: str
) -> None:
    Run.objects.filter(pk=consulted.pk).update(reason=f"Die Stelle {word} bleibt.")

    with refuses("Zeichen, die nicht gedruckt werden können"):
        release(consulted)


# --- the world moved on --------------------------------------------------------------------------


def holder_leaves(run: Run) -> None:
    occupancies = Occupancy.objects.filter(post__number="EGK-08136", ends_on=None)
    occupancies.update(ends_on=date(2024, 12, 1))


def post_is_handed_back(run: Run) -> None:
    Post.objects.filter(number="EGK-08136").update(returned_on=DAY)


def grant_is_added(run: Run) -> None:
    office = Office.objects.get(key="LRA-08136")
    post = Post.objects.create(
        programme=run.programme, employer=office, number="neu", approved_share=Decimal(1)
    )
    grant = Grant.objects.create(
        programme=run.programme, post=post, recipient=office, file_number="neu", starts_on=date(2023, 6, 1)
    )
    Notice.objects.create(
        grant=grant, number=0, kind="approval", issued_on=DAY, period_end=date(2025, 6, 1), terms=run.terms
    )


def other_run_is_released(run: Run) -> None:
    draft = drafted(run.programme, last_day=date(2025, 3, 31))
    release(agreed(compute_run(draft.pk, rights=person("vorbereitung"), at=ASKED_AT)))


@pytest.mark.parametrize(
    "change", [holder_leaves, post_is_handed_back, grant_is_added, other_run_is_released]
)
def test_what_changed_since_it_was_computed_is_not_released(
    consulted: Run, refuses: Refuses, change: Callable[[Run], None]
) -> None:
    change(consulted)

    with refuses("Seit der Berechnung hat sich an den Zuwendungen oder Stellen etwas geändert"):
        release(consulted)


def test_a_budget_that_was_cut_since_is_refused_with_the_missing_amount(
    consulted: Run, refuses: Refuses
) -> None:
    committed = committed_by_year(consulted.programme)[2025]
    BudgetYear.objects.filter(year=2025).update(commitment_authority=committed + Decimal("890517.83"))

    with refuses("Die Mittel reichen nicht: 2025 fehlen 0,01 €"):
        release(consulted)


def test_a_grant_that_changes_nothing_may_lose_its_holder(consulted: Run) -> None:
    """What the run does not touch is not computed from the holders."""
    Occupancy.objects.filter(post__number="EGK-08127", ends_on=None).update(ends_on=DAY)

    assert release(consulted).state == RunState.RELEASED
