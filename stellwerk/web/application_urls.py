"""Every address of calls, forms and applications."""

from django.urls import URLPattern, path

from stellwerk.web.attachments import attachment, receipt_pdf
from stellwerk.web.county import application_steps, applications, calls, sections
from stellwerk.web.office import application_checks, assignments, form_versions
from stellwerk.web.office import applications as cases
from stellwerk.web.office import calls as office_calls

urlpatterns: list[URLPattern] = [
    # the county: calls and its own applications
    path("aufrufe/", calls.open_calls, name="open_calls"),
    path("aufrufe/<int:pk>/", calls.open_call, name="open_call"),
    path("antraege/", applications.own_applications, name="own_applications"),
    path("antraege/<int:pk>/", applications.own_application, name="own_application"),
    path(
        "antraege/<int:pk>/abschnitt/<slug:section>/",
        sections.application_section,
        name="application_section",
    ),
    path("antraege/<int:pk>/anlage/<slug:field>/", sections.attachment_new, name="attachment_new"),
    path(
        "antraege/<int:pk>/anlage-entfernen/<int:attachment>/",
        sections.attachment_remove,
        name="attachment_remove",
    ),
    path(
        "antraege/<int:pk>/zur-zeichnung/",
        application_steps.application_hand_over,
        name="application_hand_over",
    ),
    path("antraege/<int:pk>/zeichnen/", application_steps.application_certify, name="application_certify"),
    path(
        "antraege/<int:pk>/zurueckgeben/",
        application_steps.application_give_back,
        name="application_give_back",
    ),
    path(
        "antraege/<int:pk>/zuruecknehmen/",
        application_steps.application_withdraw,
        name="application_withdraw",
    ),
    path("antraege/<int:pk>/fassungen/", application_steps.own_versions, name="own_versions"),
    path("antraege/<int:pk>/eingang/", application_steps.receipt, name="receipt"),
    path("antraege/<int:pk>/eingang/<int:receipt>.pdf", receipt_pdf, name="receipt_pdf"),
    path("anlagen/<int:pk>/", attachment, name="attachment"),
    # the authority: forms
    path("formulare/", form_versions.forms, name="forms"),
    path("formulare/neu/", form_versions.form_new, name="form_new"),
    path("formulare/<int:pk>/", form_versions.form, name="form"),
    path("formulare/fassungen/<int:pk>/", form_versions.form_version, name="form_version"),
    path("formulare/fassungen/<int:pk>/inhalt.json", form_versions.form_export, name="form_export"),
    path("formulare/fassungen/<int:pk>/einlesen/", form_versions.form_import, name="form_import"),
    path("formulare/fassungen/<int:pk>/veroeffentlichen/", form_versions.form_publish, name="form_publish"),
    path("formulare/fassungen/<int:pk>/<slug:kind>/neu/", form_versions.form_piece, name="form_piece_new"),
    path("formulare/fassungen/<int:pk>/<slug:kind>/<slug:key>/", form_versions.form_piece, name="form_piece"),
    path(
        "formulare/fassungen/<int:pk>/<slug:kind>/<slug:key>/ordnen/",
        form_versions.form_arrange,
        name="form_arrange",
    ),
    # the authority: calls and cases
    path("foerderaufrufe/", office_calls.calls, name="calls"),
    path("foerderaufrufe/neu/", office_calls.call_new, name="call_new"),
    path("foerderaufrufe/<int:pk>/", office_calls.call, name="call"),
    path("foerderaufrufe/<int:pk>/bearbeiten/", office_calls.call_edit, name="call_edit"),
    path("vorgaenge/", cases.applications, name="applications"),
    path("vorgaenge/eingang/", cases.applications_inbox, name="applications_inbox"),
    path("vorgaenge/meine/", cases.applications_mine, name="applications_mine"),
    path("vorgaenge/zuweisen/", assignments.applications_assign, name="applications_assign"),
    path("vorgaenge/zuweisungen/<int:pk>/", assignments.applications_assigned, name="applications_assigned"),
    path("vorgaenge/<int:pk>/", cases.application, name="application"),
    path("vorgaenge/<int:pk>/fassungen/", cases.application_versions, name="application_versions"),
    path("vorgaenge/<int:pk>/zuweisen/", application_checks.application_assign, name="application_assign"),
    path(
        "vorgaenge/<int:pk>/pruefpunkte/<slug:key>/",
        application_checks.application_point,
        name="application_point",
    ),
    path(
        "vorgaenge/<int:pk>/nachforderung/",
        application_checks.application_correction,
        name="application_correction",
    ),
    path(
        "vorgaenge/<int:pk>/entscheidungsreif/",
        application_checks.application_ready,
        name="application_ready",
    ),
    path(
        "vorgaenge/<int:pk>/wieder-pruefen/",
        application_checks.application_reopen,
        name="application_reopen",
    ),
    path("vorgaenge/<int:pk>/vermerk/", application_checks.application_note, name="application_note"),
    path("vorgaenge/<int:pk>/markieren/", application_checks.application_flag, name="application_flag"),
    path(
        "vorgaenge/<int:pk>/markierungen/<int:flag>/erledigt/",
        application_checks.application_flag_clear,
        name="application_flag_clear",
    ),
    path(
        "vorgaenge/<int:pk>/vorzeitiger-beginn/",
        application_checks.application_early_start,
        name="application_early_start",
    ),
    path(
        "vorgaenge/<int:pk>/vorzeitiger-beginn/entscheiden/",
        application_checks.application_early_decide,
        name="application_early_decide",
    ),
]
