"""What ships is installed once and never overwrites what people changed."""

from collections.abc import Callable

from django.conf import settings

from stellwerk.access import Rights
from stellwerk.actions.example import load_example
from stellwerk.actions.facts import install_facts
from stellwerk.actions.site import set_text
from stellwerk.models import (
    BudgetYear,
    District,
    Figure,
    Grant,
    JournalEntry,
    Municipality,
    Occupancy,
    Office,
    OfficeKind,
    Person,
    Post,
    SiteText,
    Terms,
    TextVersion,
)
from tests.house.cases import RELEASED_AT


def test_all_places_figures_and_texts_are_there(db: None) -> None:
    assert District.objects.filter(kind="Landkreis").count() == 35
    assert District.objects.filter(kind="Stadtkreis").count() == 9
    assert Municipality.objects.count() == 1101
    assert Figure.objects.exists()
    assert set(TextVersion.objects.values_list("kind", flat=True)) == {
        "amendment_notice", "approval_notice", "campaign", "campaign_reminder", "circular", "consultation",
        "contract", "opinion", "opinion_reminder", "receipt", "refusal_notice", "remedy",
    }  # fmt: skip


def test_installing_again_changes_nothing(everything_stays: Callable) -> None:
    with everything_stays():
        install_facts()


def test_loading_the_example_again_changes_nothing(everything_stays: Callable) -> None:
    with everything_stays():
        load_example(password=settings.DEMO_PASSWORD)


def test_what_people_changed_survives_the_next_start(db: None) -> None:
    Municipality.objects.filter(ags="08111000").update(population=626_275)

    install_facts()

    assert Municipality.objects.get(ags="08111000").population == 626_275


def test_the_example_has_38_posts_and_39_offices_and_says_that_it_is_one(db: None) -> None:
    kinds = {kind: Office.objects.filter(kind=kind).count() for kind in OfficeKind}

    assert kinds == {
        OfficeKind.AUTHORITY: 1,
        OfficeKind.DISTRICT_OFFICE: 35,
        OfficeKind.ASSOCIATION: 3,
        OfficeKind.MUNICIPALITY: 0,  # they come with the coverage of the example
    }
    assert Post.objects.count() == Grant.objects.count() == 38
    for model in (Grant, Occupancy, Terms, BudgetYear):
        assert not model.objects.filter(is_example=False).exists()
    assert all("(Beispiel)" in person.name for person in Person.objects.all())


def test_no_address_of_the_example_leads_anywhere(db: None) -> None:
    addresses = [
        *Office.objects.values_list("email", flat=True),
        *Person.objects.values_list("email", flat=True),
    ]

    assert len(addresses) == 50
    assert all(address.endswith(".invalid") for address in addresses)


def test_the_operator_sets_a_text_and_the_journal_knows(operator: Rights) -> None:
    set_text("imprint", "de", "Erste Fassung", rights=operator, at=RELEASED_AT)
    set_text("imprint", "de", "Zweite Fassung", rights=operator, at=RELEASED_AT)

    assert SiteText.objects.get(kind="imprint", language="de").body == "Zweite Fassung"
    assert JournalEntry.objects.filter(verb="set_text").count() == 2


def test_nobody_else_sets_a_text(everybody: dict[str, Rights], forbids: Callable) -> None:
    for name, rights in everybody.items():
        if name != "betrieb":
            with forbids():
                set_text("imprint", "de", "Fremd", rights=rights, at=RELEASED_AT)
