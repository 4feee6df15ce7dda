"""Every address of the web application."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter
from django.views.i18n import set_language

from stellwerk.web import letters, people, start, substitutions
from stellwerk.web.area import tokens
from stellwerk.web.county import consultations as own_consultations
from stellwerk.web.county import own
from stellwerk.web.lists import exports, views
from stellwerk.web.office import (
    consultations,
    dispatches,
    grants,
    journal,
    mailbox,
    previews,
    programmes,
    read_entries,
    run_steps,
    runs,
    site_texts,
    what_if,
)
from stellwerk.web.public import account, calculators, confirmation, open_data, site


class _Export(StringConverter):
    regex = "csv|xlsx"


class _Version(StringConverter):
    regex = "latest|v[1-9][0-9]{0,8}"


class _Spelling(StringConverter):
    regex = "ttl|jsonld"


register_converter(_Export, "export")
register_converter(_Version, "version")
register_converter(_Spelling, "spelling")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("sprache/", login_not_required(set_language), name="set_language"),
    # signing in
    path("konto/anmelden/", account.login, name="account_login"),
    path("konto/abmelden/", account.logout, name="account_logout"),
    path("konto/passwort/", account.password, name="account_change_password"),
    path("konto/", include("stellwerk.web.account.urls")),
    path("konto/schluessel/", tokens.tokens, name="tokens"),
    path("konto/schluessel/<int:pk>/zurueckziehen/", tokens.token_revoke, name="token_revoke"),
    # for everybody
    path("rechner/", calculators.calculators, name="calculators"),
    path("rechner/foerderung/", calculators.funding_calculator, name="calc_funding"),
    path("rechner/frist/", calculators.deadline_calculator, name="calc_deadline"),
    path("rechner/zinsen/", calculators.interest_calculator, name="calc_interest"),
    path("bestaetigung/<str:token>/", confirmation.confirmation, name="confirmation"),
    path(
        "bestaetigung/<str:token>/berichtigen/",
        confirmation.confirmation_correct,
        name="confirmation_correct",
    ),
    path("impressum/", site.imprint, name="imprint"),
    path("datenschutz/", site.privacy, name="privacy"),
    path("barrierefreiheit/", site.accessibility, name="accessibility"),
    path("schema/bescheid-1.json", site.notice_schema, name="notice_schema"),
    path("schema/entscheidung-1.json", site.decision_schema, name="decision_schema"),
    # open data: these addresses stay
    path("daten/", open_data.open_data, name="open_data"),
    path("daten/catalog.<spelling:spelling>", open_data.open_data_catalogue, name="open_data_catalogue"),
    path("daten/coverage/", open_data.open_data_set, name="open_data_set"),
    path("daten/coverage/<version:version>/", open_data.open_data_set, name="open_data_version"),
    path("daten/coverage/<version:version>/<str:name>", open_data.open_data_file, name="open_data_file"),
    # the authority: programmes and grants
    path("programme/", programmes.programmes, name="programmes"),
    path("programme/", include("stellwerk.web.set_up_urls")),
    path("programme/<slug:slug>/", programmes.programme, name="programme"),
    path("zuwendungen/", grants.grants, name="grants"),
    path("zuwendungen/<int:pk>/", grants.grant, name="grant"),
    path("zuwendungen/<int:pk>/rechenweg/<int:number>/", grants.grant_working, name="grant_working"),
    # the authority: the run in its steps
    path("fortfuehrungen/neu/", runs.run_new, name="run_new"),
    path("fortfuehrungen/<int:pk>/", runs.run, name="run"),
    path("fortfuehrungen/<int:pk>/bearbeiten/", runs.run_edit, name="run_edit"),
    path("fortfuehrungen/<int:pk>/berechnen/", run_steps.run_compute, name="run_compute"),
    path("fortfuehrungen/<int:pk>/zeilen/", runs.run_lines, name="run_lines"),
    path("fortfuehrungen/<int:pk>/zeilen/<int:line_id>/", runs.run_line, name="run_line"),
    path("fortfuehrungen/<int:pk>/was-waere-wenn/", what_if.run_what_if, name="run_what_if"),
    path("fortfuehrungen/<int:pk>/anhoeren/", run_steps.run_consult, name="run_consult"),
    path("fortfuehrungen/<int:pk>/abstimmung-abschliessen/", run_steps.run_conclude, name="run_conclude"),
    path(
        "fortfuehrungen/<int:pk>/stellungnahmen/<int:consultation_id>/",
        consultations.run_consultation,
        name="run_consultation",
    ),
    path(
        "fortfuehrungen/<int:pk>/stellungnahmen/<int:consultation_id>/einwaende/",
        consultations.run_treatment,
        name="run_treatment",
    ),
    path("fortfuehrungen/<int:pk>/vorschau/", previews.run_preview, name="run_preview"),
    path(
        "fortfuehrungen/<int:pk>/vorschau/rundschreiben.pdf",
        previews.run_preview_circular,
        name="run_preview_circular",
    ),
    path(
        "fortfuehrungen/<int:pk>/vorschau/<int:line_id>.pdf",
        previews.run_preview_notice,
        name="run_preview_notice",
    ),
    path("fortfuehrungen/<int:pk>/freigeben/", run_steps.run_release, name="run_release"),
    path("fortfuehrungen/<int:pk>/stoppen/", run_steps.run_stop, name="run_stop"),
    path("fortfuehrungen/<int:pk>/fortschritt/", runs.run_progress, name="run_progress"),
    path("fortfuehrungen/<int:pk>/abschliessen/", run_steps.run_close, name="run_close"),
    # letters and their dispatch
    path("schreiben/<int:pk>/", letters.letter, name="letter"),
    path("schreiben/<int:pk>.pdf", letters.letter_pdf, name="letter_pdf"),
    path("versand/", dispatches.ledger, name="ledger"),
    path("versand/probleme/", dispatches.dispatch_problems, name="dispatch_problems"),
    path("versand/fehlende/", dispatches.forgotten_recipients, name="forgotten"),
    path("versand/probleme/wiederholen/", dispatches.dispatch_repeat_many, name="dispatch_repeat_many"),
    path("versand/<int:pk>/wiederholen/", dispatches.dispatch_repeat, name="dispatch_repeat"),
    # who did what
    path("journal/", journal.journal, name="journal"),
    path("journal/kette.txt", journal.journal_chain, name="journal_chain"),
    path("journal/anker.txt", journal.journal_anchors, name="journal_anchors"),
    path("journal/verify_journal.py", journal.journal_check, name="journal_check"),
    # lists: views that people keep, and files that they take along
    path("listen/dateien/", exports.list_exports, name="list_exports"),
    path("listen/dateien/<int:pk>/", exports.list_export, name="list_export"),
    path("listen/dateien/<int:pk>/datei", exports.list_export_file, name="list_export_file"),
    path("listen/ansichten/<int:pk>/", views.saved_view, name="saved_view"),
    path("listen/ansichten/<int:pk>/loeschen/", views.saved_view_forget, name="saved_view_forget"),
    path("listen/<slug:key>/datei/", exports.list_export_ask, name="list_export_ask"),
    path("listen/<slug:key>/ansicht/", views.saved_view_save, name="saved_view_save"),
    # counties and associations
    path("meine-zuwendung/", own.own_grants, name="own_grants"),
    path("meine-schreiben/", own.own_letters, name="own_letters"),
    path("stellungnahmen/", own_consultations.asked, name="asked"),
    path("stellungnahmen/<int:pk>/", own_consultations.consultation, name="consultation"),
    # calls, forms and applications
    path("", include("stellwerk.web.application_urls")),
    # opinions, objections and actions
    path("", include("stellwerk.web.opinion_urls")),
    path("", include("stellwerk.web.decision_urls")),
    # online services in the area
    path("flaeche/", include("stellwerk.web.area.urls")),
    # people: who belongs to an office, who stands in for whom
    path("personen/", people.people, name="people"),
    path("personen/einladen/", people.person_invite, name="person_invite"),
    path("personen/<int:pk>/einladung/", people.person_invite_again, name="person_invite_again"),
    path("personen/rollen/<int:pk>/beenden/", people.membership_end, name="membership_end"),
    path("vertretungen/", substitutions.substitutions, name="substitutions"),
    path("vertretungen/neu/", substitutions.substitution_new, name="substitution_new"),
    path("vertretungen/ablegen/", substitutions.substitution_leave, name="substitution_leave"),
    path("vertretungen/<int:pk>/antreten/", substitutions.substitution_begin, name="substitution_begin"),
    path("vertretungen/<int:pk>/beenden/", substitutions.substitution_end, name="substitution_end"),
    path("lesezugriffe/", read_entries.read_entries, name="read_entries"),
    # who operates the house
    path("betrieb/texte/", site_texts.site_texts, name="site_texts"),
]

if settings.DEMO:
    urlpatterns += [
        path("postkorb/", mailbox.mailbox, name="mailbox"),
        path("postkorb/<slug:key>/", mailbox.mail, name="mail"),
    ]
