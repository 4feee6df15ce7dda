"""Set up a programme: begin it from another one or a template, change it step by step, open it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._set_ups import give_parts, locked_programme, typed, write_terms
from stellwerk.actions._steps import journal
from stellwerk.law.form_reading import parse
from stellwerk.law.forms import spelled
from stellwerk.law.set_ups import require_whole
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    Form,
    FormVersion,
    LegalBasis,
    Letterhead,
    Office,
    Programme,
    ProgrammeIndicator,
    ProgrammeState,
    Terms,
    TextVersion,
)
from stellwerk.queries.blueprints import Blueprint
from stellwerk.queries.set_ups import by_contract, present

RESERVED = {"neu"}  # stands in an address


@transaction.atomic(durable=True)
def create_programme(
    blueprint: Blueprint, *, rights: Rights, at: datetime, name: str, file_number: str, authority: Office
) -> Programme:
    """Begin a programme as a copy of a blueprint; nobody can apply until it is opened.

    Refused: the name is taken.
    """
    require(rights, Verb.PREPARE, office_id=authority.pk)
    programme = Programme.objects.create(
        slug=_free_slug(name),
        name=name,
        file_number=file_number,
        authority=authority,
        state=ProgrammeState.SETTING_UP,
        is_example=blueprint.is_example,
        **typed(Programme, blueprint.programme),
    )
    _copy_rows(programme, blueprint)
    _copy_forms(programme, blueprint, rights, at)
    text = f"Förderprogramm „{name}“ angelegt nach „{blueprint.title}“"
    journal(rights.person, at, "create_programme", programme, text, {"sources": list(blueprint.sources)})
    return programme


@transaction.atomic(durable=True)
def change_programme(programme_id: int, *, rights: Rights, at: datetime, **values: Any) -> Programme:
    """Change what a programme says of itself; released letters stay as they are.

    Refused: the name is another programme's.
    """
    programme = locked_programme(programme_id, rights)
    changed = typed(Programme, values)
    before = {name: str(getattr(programme, name)) for name in changed}
    for name, value in changed.items():
        setattr(programme, name, value)
    programme.save(update_fields=list(changed))
    after = {name: str(getattr(programme, name)) for name in changed}
    differing = {name: [before[name], after[name]] for name in changed if before[name] != after[name]}
    journal(
        rights.person, at, "change_programme", programme, f"Programm „{programme.name}“ geändert", differing
    )
    return programme


@transaction.atomic(durable=True)
def change_letterhead(programme_id: int, *, rights: Rights, at: datetime, **values: Any) -> Letterhead:
    programme = locked_programme(programme_id, rights)
    said = typed(Letterhead, values)
    head, _new = Letterhead.objects.update_or_create(programme=programme, defaults=said)
    journal(rights.person, at, "change_letterhead", programme, f"Briefkopf von „{programme.name}“ geändert")
    return head


@transaction.atomic(durable=True)
def change_terms(
    programme_id: int, *, rights: Rights, at: datetime, is_example: bool = False, **values: Any
) -> Terms:
    """Change the terms while nobody relies on them, else write their next version.

    Refused: bands overlap, or shares or durations contradict each other.
    """
    programme = locked_programme(programme_id, rights)
    terms = write_terms(programme, values, is_example=is_example)
    text = f"Förderbedingungen von „{programme.name}“: Fassung {terms.number}"
    journal(rights.person, at, "change_terms", programme, text, {"changed": sorted(values)})
    return terms


@transaction.atomic(durable=True)
def add_legal_basis(
    programme_id: int, *, rights: Rights, at: datetime, text: str, valid_from: date
) -> LegalBasis:
    """Add the version of the legal basis that holds from a day on; the newest one stands in new letters."""
    programme = locked_programme(programme_id, rights)
    number = programme.legal_bases.count() + 1
    basis = LegalBasis.objects.create(programme=programme, number=number, text=text, valid_from=valid_from)
    newest = programme.legal_bases.order_by("-valid_from", "-number")[0]
    programme.legal_basis = newest.text
    programme.save(update_fields=["legal_basis"])
    said = f"Rechtsgrundlage von „{programme.name}“, Fassung {number}: {text}"
    journal(rights.person, at, "add_legal_basis", programme, said)
    return basis


@transaction.atomic(durable=True)
def change_parts(
    programme_id: int, *, rights: Rights, at: datetime, parts: Mapping[str, Sequence[str]], **values: Any
) -> Programme:
    """Say who is asked and who gets copies, and what silence means.

    parts  key of a part → keys of kinds of offices, or of single ones
    """
    programme = locked_programme(programme_id, rights)
    for name, value in typed(Programme, values).items():
        setattr(programme, name, value)
    programme.save()
    give_parts(programme, parts)
    details = {"parts": {part: list(keys) for part, keys in parts.items()}}
    journal(
        rights.person, at, "change_parts", programme, f"Beteiligung bei „{programme.name}“ geändert", details
    )
    return programme


@transaction.atomic(durable=True)
def open_programme(programme_id: int, *, rights: Rights, at: datetime) -> Programme:
    """Open a programme: counties see its calls from now on, and its terms are kept once they are used.

    Refused: it is open already, or something is missing.
    """
    programme = locked_programme(programme_id, rights)
    if programme.state == ProgrammeState.OPEN:
        raise Refused(N_("Das Programm ist schon eröffnet."))
    require_whole(present(programme), by_contract=by_contract(programme))
    programme.state, programme.opened_at = ProgrammeState.OPEN, at
    programme.save(update_fields=["state", "opened_at"])
    journal(rights.person, at, "open_programme", programme, f"Förderprogramm „{programme.name}“ eröffnet")
    return programme


def _free_slug(name: str) -> str:
    plain = name.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    slug = slugify(plain)[:50].strip("-")
    if not slug or slug in RESERVED or Programme.objects.filter(slug=slug).exists():
        raise Refused(
            N_("Ein Programm mit diesem Namen gibt es schon. Bitte wählen Sie einen anderen Namen."),
            field="name",
        )
    return slug


def _copy_rows(programme: Programme, blueprint: Blueprint) -> None:
    if blueprint.terms:
        write_terms(programme, dict(blueprint.terms), is_example=blueprint.is_example)
    if blueprint.letterhead:
        head = typed(Letterhead, blueprint.letterhead)
        Letterhead.objects.create(programme=programme, is_example=blueprint.is_example, **head)
    for number, one in enumerate(blueprint.legal_bases, start=1):
        LegalBasis.objects.create(programme=programme, number=number, **_rest(LegalBasis, one))
    for one in blueprint.indicators:
        row = _rest(ProgrammeIndicator, one)
        ProgrammeIndicator.objects.create(programme=programme, is_example=blueprint.is_example, **row)
    for one in blueprint.texts:
        TextVersion.objects.create(programme=programme, **_rest(TextVersion, one))
    give_parts(programme, blueprint.takes_part)


def _rest(model: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without its number, which it gets anew."""
    return typed(model, {name: value for name, value in row.items() if name != "number"})


def _copy_forms(programme: Programme, blueprint: Blueprint, rights: Rights, at: datetime) -> None:
    """Give the programme drafts of its own, so that they can be changed before they are published."""
    for name, content in blueprint.forms:
        form = Form.objects.create(programme=programme, name=name, is_example=blueprint.is_example)
        FormVersion.objects.create(
            form=form, number=1, content=spelled(parse(dict(content))), by=rights.person, changed_at=at
        )
