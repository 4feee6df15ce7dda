"""Letters: one for its page, its PDF, the texts in force, and whether a PDF is ours."""

from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, visible
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    Dispatch,
    Letter,
    LetterFile,
    Programme,
    TextKind,
    TextVersion,
)


def letters(rights: Rights) -> QuerySet[Letter]:
    found = visible(Letter.objects.all(), rights).select_related("addressee", "grant__recipient", "programme")
    return found.defer("document").order_by("-released_at", "-pk")


def letter(rights: Rights, pk: int) -> Letter:
    """Return a letter with the dispatches the person may see.

    Http404: there is none, or it is none of the person's business.
    """
    own = visible(Dispatch.objects.select_related("office"), rights).order_by("pk")
    found = letters(rights).select_related("file", "text_version", "released_by", "run", "notice")
    return get_object_or_404(
        found.defer("document", "file__content").prefetch_related(Prefetch("dispatches", own)), pk=pk
    )


def pdf(rights: Rights, pk: int) -> bytes | None:
    """Return the PDF as it was sent, or None while it is not made yet."""
    found = get_object_or_404(visible(Letter.objects.only("pk"), rights), pk=pk)
    content = LetterFile.objects.filter(letter=found).values_list("content", flat=True).first()
    return bytes(content) if content is not None else None


def text_in_force(kind: TextKind, *, on: date, programme_id: int | None = None) -> TextVersion:
    """Return the text of a kind that is valid on a day; a programme's own goes before the shared one.

    Refused: none is valid yet.
    """
    shared_or_own = Q(programme=None) | Q(programme=programme_id) if programme_id else Q(programme=None)
    valid = TextVersion.objects.filter(shared_or_own, kind=kind, valid_from__lte=on)
    own_first = F("programme").asc(nulls_last=True)
    found = valid.order_by(own_first, "-valid_from", "-version", "pk").first()
    if found is None:
        raise Refused(
            N_("Für „%(kind)s“ gibt es am %(day)s noch keinen Text. Bitte wählen Sie einen späteren Tag."),
            field="letter_date",
            kind=str(kind.label),
            day=german(on),
        )
    return found


def approving_kind(programme: Programme) -> TextKind:
    """Return the kind of text by which a programme grants money: a notice, or a contract."""
    return TextKind.CONTRACT if programme.by_contract else TextKind.APPROVAL_NOTICE


def by_fingerprint(sha256: str) -> LetterFile | None:
    found = LetterFile.objects.filter(sha256=sha256).defer("content").select_related("letter__released_by")
    return found.first()
