"""The list of the letters that an office has received."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stellwerk.access import Rights, Verb
from stellwerk.models import Letter, LetterKind
from stellwerk.queries import letters as ask
from stellwerk.queries.lists.declared import Choices, Column, Filter, Kind, Listing
from stellwerk.queries.search import Searched


def _kind(key: str) -> str:
    return str(LetterKind(key).label)


def _kinds(_rights: Rights) -> Choices:
    return LetterKind.choices


OWN_LETTERS = Listing(
    key="schreiben",
    title=_("Meine Schreiben"),
    route="own_letters",
    verb=Verb.READ_OWN,
    model=Letter,
    rows=lambda rights, _on: ask.letters(rights),
    columns=(
        Column(
            "betreff", _("Betreff"), ("subject",), sort=("subject",), link=("letter", "pk"), is_german=True
        ),
        Column("art", _("Art"), ("kind",), made=_kind),
        Column("vom", _("vom"), ("dated_on",), Kind.DAY, sort=("dated_on",)),
        Column("aktenzeichen", _("Aktenzeichen"), ("file_number",), sort=("file_number",)),
    ),
    filters=(Filter("art", _("Art"), lambda rows, key, _on: rows.filter(kind=key), choices=_kinds),),
    search_label=_("Suche nach Betreff oder Aktenzeichen"),
    search=Searched(plain=("subject", "file_number")),
    order=("-released_at", "-pk"),
    counted=lambda n: ngettext("%(count)s Schreiben", "%(count)s Schreiben", n) % {"count": n},
    nothing=_("Kein Schreiben passt. Sobald eines an Ihre Stelle versandt ist, steht es hier."),
)
