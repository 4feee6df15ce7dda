"""The addresses below /flaeche/: online services in the area."""

from django.urls import URLPattern, URLResolver, path

from stellwerk.web.area import campaign_steps, campaigns, freshness, publications

urlpatterns: list[URLPattern | URLResolver] = [
    # campaigns and the age of statements
    path("alter/", freshness.freshness, name="freshness"),
    path("alter/export.<export:kind>", freshness.freshness_export, name="freshness_export"),
    path("bestaetigungsrunden/", campaigns.campaigns, name="campaigns"),
    path("bestaetigungsrunden/neu/", campaigns.campaign_new, name="campaign_new"),
    path("bestaetigungsrunden/<int:pk>/", campaigns.campaign, name="campaign"),
    path(
        "bestaetigungsrunden/<int:pk>/export.<export:kind>", campaigns.campaign_export, name="campaign_export"
    ),
    path(
        "bestaetigungsrunden/<int:pk>/schreiben/<str:ags>.pdf",
        campaigns.campaign_letter,
        name="campaign_letter",
    ),
    path("bestaetigungsrunden/<int:pk>/versenden/", campaign_steps.campaign_send, name="campaign_send"),
    path("bestaetigungsrunden/<int:pk>/erinnern/", campaign_steps.campaign_remind, name="campaign_remind"),
    path("bestaetigungsrunden/<int:pk>/beenden/", campaign_steps.campaign_close, name="campaign_close"),
    path("bestaetigungsrunden/<int:pk>/verwerfen/", campaign_steps.campaign_discard, name="campaign_discard"),
    # open data
    path("veroeffentlichen/", publications.publication, name="publication"),
]
