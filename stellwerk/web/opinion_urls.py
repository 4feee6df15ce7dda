"""Every address of opinions, and of objections and actions."""

from django.urls import URLPattern, path

from stellwerk.web import opinion_files, remedies
from stellwerk.web.county import opinions as own
from stellwerk.web.office import opinion_steps, opinions, remedy_steps

urlpatterns: list[URLPattern] = [
    # the authority asks
    path("stellungnahmen-einholen/", opinions.opinion_requests, name="opinion_requests"),
    path("stellungnahmen-einholen/neu/", opinions.opinion_request_new, name="opinion_request_new"),
    path("stellungnahmen-einholen/<int:pk>/", opinions.opinion_request, name="opinion_request"),
    path("stellungnahmen-einholen/<int:pk>/synopse/", opinions.opinion_synopsis, name="opinion_synopsis"),
    path(
        "stellungnahmen-einholen/<int:pk>/synopse.<export:kind>",
        opinions.opinion_export,
        name="opinion_export",
    ),
    path("stellungnahmen-einholen/<int:pk>/erinnern/", opinion_steps.opinion_remind, name="opinion_remind"),
    path(
        "stellungnahmen-einholen/<int:pk>/schweigen/", opinion_steps.opinion_silence, name="opinion_silence"
    ),
    path(
        "stellungnahmen-einholen/<int:pk>/zurueckziehen/",
        opinion_steps.opinion_withdraw,
        name="opinion_withdraw",
    ),
    path(
        "stellungnahmen-einholen/<int:pk>/antworten/<int:opinion>/",
        opinion_steps.opinion_record,
        name="opinion_record",
    ),
    path(
        "stellungnahmen-einholen/<int:pk>/punkte/<int:point>/",
        opinion_steps.opinion_point,
        name="opinion_point",
    ),
    path("stellungnahmen/dateien/<int:pk>/", opinion_files.opinion_file, name="opinion_file"),
    # a body answers
    path("stellungnahmen/anfragen/<int:pk>/", own.own_opinion, name="own_opinion"),
    # objection and action: both sides
    path("rechtsbehelfe/", remedies.remedies, name="remedies"),
    path("rechtsbehelfe/neu/<int:letter>/", remedies.remedy_new, name="remedy_new"),
    path("rechtsbehelfe/<int:pk>/", remedies.remedy, name="remedy"),
    path("rechtsbehelfe/<int:pk>/form/", remedy_steps.remedy_form, name="remedy_form"),
    path("rechtsbehelfe/<int:pk>/vollziehung/", remedy_steps.remedy_immediate, name="remedy_immediate"),
    path("rechtsbehelfe/<int:pk>/ausgang/", remedy_steps.remedy_propose, name="remedy_propose"),
    path("rechtsbehelfe/<int:pk>/entscheiden/", remedy_steps.remedy_decide, name="remedy_decide"),
    path("rechtsbehelfe/<int:pk>/wirkung/", remedy_steps.remedy_effect, name="remedy_effect"),
]
