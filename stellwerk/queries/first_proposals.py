"""What the forms of applications say about the decisions on them: with it a round begins."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from stellwerk.access import Rights
from stellwerk.law.answers import Answers, given
from stellwerk.law.answers import amount as amount_of
from stellwerk.law.costs import CostItem
from stellwerk.law.form_reading import parse
from stellwerk.law.forms import Definition, Meaning
from stellwerk.law.periods import add_months
from stellwerk.models import Application, ApplicationVersion, FormVersion
from stellwerk.queries.decisions import earlier_grants

LONGEST = 600  # months; more than fifty years is a slip of the pen
Kinds = Mapping[tuple[str, str], str]  # kind of cost and meaning → field


def first_proposals(
    applications: Sequence[Application], rights: Rights
) -> Iterator[tuple[Application, dict[str, Any]]]:
    """Yield each application with what its form says about the decision: three queries for any number.

    The answers count as they were submitted last. A grant that the answers name is followed only if it is
    one of the applicant that the person may see; otherwise somebody has to choose.
    """
    versions = ApplicationVersion.objects.filter(application__in=applications, is_submitted=True)
    latest = versions.order_by("application", "-number").distinct("application")
    answers = dict(latest.values_list("application", "answers"))
    forms = FormVersion.objects.filter(pk__in={one.form_version_id for one in applications})
    read = {one.pk: parse(one.content) for one in forms}
    meanings = {pk: _meanings(one) for pk, one in read.items()}
    kinds = {pk: _kinds(one) for pk, one in read.items()}
    asks = any(Meaning.FOLLOWS in one for one in meanings.values())
    earlier = _numbers(rights, {one.applicant_id for one in applications}) if asks else {}
    for one in applications:
        meant, said = meanings[one.form_version_id], answers.get(one.pk, {})
        named = (one.applicant_id, named_grant(meant, said))
        found = proposed(meant, said) | {"cost_items": planned_costs(kinds[one.form_version_id], said)}
        yield one, found | ({"follows_id": earlier[named]} if named in earlier else {})


def named_grant(meanings: Mapping[str, str], answers: Answers) -> str:
    """Return the file number of the grant that the measure is said to follow; empty where none is."""
    words = given(answers, meanings.get(Meaning.FOLLOWS, ""))
    return words[0].strip() if words else ""


def named_in(application: Application) -> str:
    """Return the file number of the grant that an application says it follows; empty where it says none."""
    submitted = ApplicationVersion.objects.filter(application=application, is_submitted=True)
    answers = submitted.order_by("-number").values_list("answers", flat=True).first() or {}
    form = FormVersion.objects.get(pk=application.form_version_id)
    return named_grant(_meanings(parse(form.content)), answers)


def proposed(meanings: Mapping[str, str], answers: Answers) -> dict[str, Any]:
    """Return the values of a decision that the answers to a form name; the form has checked how they look."""
    said = {meaning: words[0] for meaning, key in meanings.items() if (words := given(answers, key))}
    made: dict[str, Any] = {
        name: Decimal(said[name])
        for name in (
            Meaning.SHARE,
            Meaning.ELIGIBLE_MONTHLY,
            Meaning.OWN_MONTHLY,
            Meaning.THIRD_PARTY_MONTHLY,
        )
        if name in said
    }
    if Meaning.STARTS_ON in said:
        made["starts_on"] = start = date.fromisoformat(said[Meaning.STARTS_ON])
        made["ends_on"] = _end(start, said)
    return {str(name): value for name, value in made.items() if value is not None}


def items_of(definition: Definition, answers: Answers) -> tuple[CostItem, ...]:
    """Return the planned costs by kind that the answers to a form name."""
    return tuple(CostItem.read(row) for row in planned_costs(_kinds(definition), answers))


def planned_costs(kinds: Kinds, answers: Answers) -> list[dict[str, Any]]:
    """Return the planned costs that the answers name, by kind; what costs nothing is not planned."""
    made = []
    for category in dict.fromkeys(category for category, _meaning in kinds):
        amount = amount_of(answers, kinds.get((category, Meaning.COST), ""))
        days = given(answers, kinds.get((category, Meaning.COST_DAYS), ""))
        whole = int(days[0]) if days and days[0].isdecimal() else None
        if amount:
            made.append(CostItem(category, amount, whole).row())
    return made


def _numbers(rights: Rights, offices: Collection[int]) -> dict[tuple[int, str], int]:
    """Return the grants that may be followed: applicant and file number → key."""
    rows = earlier_grants(rights, offices).values_list("pk", "recipient", "file_number")
    return {(office, number): pk for pk, office, number in rows}


def _end(start: date, said: Mapping[str, str]) -> date | None:
    if Meaning.ENDS_ON in said:
        end = date.fromisoformat(said[Meaning.ENDS_ON]) + timedelta(days=1)
        return end if end > start else None
    months = said.get(Meaning.MONTHS, "")
    return add_months(start, int(months)) if months.isdecimal() and 0 < int(months) <= LONGEST else None


def _meanings(definition: Definition) -> dict[str, str]:
    return {one.meaning: one.key for one in definition.fields if one.meaning and not one.category}


def _kinds(definition: Definition) -> dict[tuple[str, str], str]:
    return {(one.category, one.meaning): one.key for one in definition.fields if one.category}
