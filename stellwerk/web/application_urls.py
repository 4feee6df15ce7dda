"""Every address of calls, forms and applications."""

from django.urls import URLPattern, path

from stellwerk.web.attachments import attachment
from stellwerk.web.county import application_steps, applications, calls, sections

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
    path("antraege/<int:pk>/eingang/<int:receipt>.pdf", application_steps.receipt_pdf, name="receipt_pdf"),
    path("anlagen/<int:pk>/", attachment, name="attachment"),
]
