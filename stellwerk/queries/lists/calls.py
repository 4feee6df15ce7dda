"""The lists of calls and of the forms that they use."""

from datetime import date

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from stellwerk.access import Rights, Verb
from stellwerk.models import Call, Form
from stellwerk.queries import calls as ask
from stellwerk.queries.lists.bounds import since, until
from stellwerk.queries.lists.declared import Choices, Column, Filter, Kind, Listing, Rows
from stellwerk.queries.programmes import programmes
from stellwerk.queries.search import Searched


def _programmes(rights: Rights) -> Choices:
    return [(one.slug, one.name) for one in programmes(rights)]


def _of_programme(rows: Rows, slug: str, _on: date) -> Rows:
    return rows.filter(programme__slug=slug)


def _received(count: int) -> str:
    return str(count) if count <= ask.COUNTED else gettext("mehr als 1.000")


def _draft(is_there: bool) -> str:
    return gettext("in Arbeit") if is_there else gettext("keiner")


PROGRAMME = Column("programm", _("Programm"), ("programme__name",), sort=("programme__name",), is_german=True)
BY_PROGRAMME = Filter("programm", _("Programm"), _of_programme, choices=_programmes)

CALLS = Listing(
    key="aufrufe",
    title=_("Förderaufrufe"),
    route="calls",
    verb=Verb.READ_OFFICE,
    model=Call,
    rows=lambda rights, _on: ask.calls(rights),
    columns=(
        Column(
            "aufruf",
            _("Förderaufruf"),
            ("title",),
            sort=("title",),
            link=("call", "pk"),
            is_german=True,
            example="is_example",
        ),
        PROGRAMME,
        Column("beginn", _("Anträge ab"), ("opens_at",), Kind.MOMENT, sort=("opens_at",)),
        Column("ende", _("Anträge bis"), ("closes_at",), Kind.MOMENT, sort=("closes_at",)),
        Column(
            "formular", _("Antragsformular"), ("form_version__form__name",), is_german=True, is_shown=False
        ),
        Column("eingegangen", _("eingegangen"), ("received",), made=_received),
    ),
    filters=(
        BY_PROGRAMME,
        Filter("ende_von", _("endet ab"), since("closes_at")),
        Filter("ende_bis", _("endet bis"), until("closes_at")),
    ),
    search_label=_("Suche nach der Bezeichnung"),
    search=Searched(plain=("title",)),
    order=("-closes_at", "-pk"),
    counted=lambda n: ngettext("%(count)s Förderaufruf", "%(count)s Förderaufrufe", n) % {"count": n},
    nothing=_(
        "Kein Förderaufruf passt. Veröffentlichen Sie ein Antragsformular und legen Sie dann einen an."
    ),
)
FORMS = Listing(
    key="formulare",
    title=_("Antragsformulare"),
    route="forms",
    verb=Verb.READ_OFFICE,
    model=Form,
    rows=lambda rights, _on: ask.forms(rights),
    columns=(
        Column(
            "formular",
            _("Formular"),
            ("name",),
            sort=("name",),
            link=("form", "pk"),
            is_german=True,
            example="is_example",
        ),
        PROGRAMME,
        Column("fassungen", _("veröffentlichte Fassungen"), ("published",), Kind.NUMBER, sort=("published",)),
        Column("entwurf", _("Entwurf"), ("has_draft",), made=_draft),
    ),
    filters=(BY_PROGRAMME,),
    search_label=_("Suche nach dem Namen"),
    search=Searched(plain=("name",)),
    order=("programme__name", "name", "pk"),
    counted=lambda n: ngettext("%(count)s Formular", "%(count)s Formulare", n) % {"count": n},
    nothing=_("Kein Antragsformular passt. Legen Sie eines an, dann kann ein Förderaufruf es benutzen."),
)
