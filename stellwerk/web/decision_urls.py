"""Every address of decisions on applications."""

from django.urls import URLPattern, path

from stellwerk.web.office import decision_bulk, decision_steps, decision_variants, decisions

urlpatterns: list[URLPattern] = [
    path("entscheidungen/", decisions.decision_rounds, name="decision_rounds"),
    path("entscheidungen/neu/", decisions.decision_round_new, name="decision_round_new"),
    path("entscheidungen/<int:pk>/", decisions.decision_round, name="decision_round"),
    path("entscheidungen/<int:pk>/bearbeiten/", decisions.decision_round_edit, name="decision_round_edit"),
    path("entscheidungen/<int:pk>/viele/", decision_bulk.decision_bulk, name="decision_bulk"),
    path("entscheidungen/<int:pk>/herausnehmen/", decision_bulk.decision_remove, name="decision_remove"),
    path(
        "entscheidungen/<int:pk>/antraege/<int:application>/",
        decisions.decision_row,
        name="decision_row",
    ),
    path(
        "entscheidungen/<int:pk>/antraege/<int:application>/vorschau.pdf",
        decisions.decision_preview_notice,
        name="decision_preview_notice",
    ),
    path("entscheidungen/<int:pk>/varianten/", decision_variants.decision_variants, name="decision_variants"),
    path(
        "entscheidungen/<int:pk>/varianten/<int:variant>/uebernehmen/",
        decision_variants.decision_variant_take,
        name="decision_variant_take",
    ),
    path("entscheidungen/<int:pk>/berechnen/", decision_steps.decision_compute, name="decision_compute"),
    path(
        "entscheidungen/<int:pk>/mitzeichnen/",
        decision_steps.decision_countersign,
        name="decision_countersign",
    ),
    path("entscheidungen/<int:pk>/freigeben/", decision_steps.decision_release, name="decision_release"),
    path("entscheidungen/<int:pk>/stoppen/", decision_steps.decision_stop, name="decision_stop"),
]
