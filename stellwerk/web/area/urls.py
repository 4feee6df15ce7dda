"""The addresses below /flaeche/: online services in the area."""

from django.urls import URLPattern, URLResolver, path

from stellwerk.web.area import (
    activities,
    campaign_steps,
    campaigns,
    change_sets,
    coverage,
    figures,
    freshness,
    grid,
    inquiries,
    intake_steps,
    intakes,
    maps,
    municipalities,
    online_services,
    priority_lists,
    publications,
    reports,
    services,
    start,
    wave_steps,
    waves,
)

urlpatterns: list[URLPattern | URLResolver] = [
    # entering
    path("raster/", grid.grid, name="grid"),
    path("raster/export.<export:kind>", grid.grid_export, name="grid_export"),
    path("sammeln/", intakes.bulk, name="bulk"),
    path("eingaenge/", intakes.intakes, name="intakes"),
    path("eingaenge/einfuegen/", intakes.intake_paste, name="intake_paste"),
    path("eingaenge/datei/", intakes.intake_file, name="intake_file"),
    path("eingaenge/vorlage.xlsx", intakes.intake_template, name="intake_template"),
    path("eingaenge/abgleich/", intakes.intake_compare, name="intake_compare"),
    path("eingaenge/<int:pk>/", intakes.intake, name="intake"),
    path("eingaenge/<int:pk>/zeilen/", intake_steps.intake_rows, name="intake_rows"),
    path("eingaenge/<int:pk>/uebernehmen/", intake_steps.intake_apply, name="intake_apply"),
    path("eingaenge/<int:pk>/neu-vergleichen/", intake_steps.intake_again, name="intake_again"),
    path("eingaenge/<int:pk>/verwerfen/", intake_steps.intake_discard, name="intake_discard"),
    path("eingaenge/<int:pk>/rueckgaengig/", intake_steps.intake_undo, name="intake_undo"),
    path("", start.area, name="area"),
    # what is known of municipalities and cells, and its changes
    path("gemeinden/", municipalities.municipalities, name="municipalities"),
    path("gemeinden/<str:ags>/", municipalities.municipality, name="municipality"),
    path(
        "gemeinden/<str:ags>/export.<export:kind>",
        municipalities.municipality_export,
        name="municipality_export",
    ),
    path("gemeinden/<str:ags>/<str:key>/", coverage.cell, name="cell"),
    path("gemeinden/<str:ags>/<str:key>/fragen/", coverage.cell_ask, name="cell_ask"),
    path("aenderungen/", change_sets.change_sets, name="change_sets"),
    path("aenderungen/<int:pk>/", change_sets.change_set, name="change_set"),
    path("aenderungen/<int:pk>/rueckgaengig/", change_sets.change_set_undo, name="change_set_undo"),
    path("rueckfragen/", inquiries.inquiries, name="inquiries"),
    path("rueckfragen/<int:pk>/", inquiries.inquiry, name="inquiry"),
    # waves
    path("wellen/", waves.waves, name="waves"),
    path("wellen/export.<export:kind>", waves.waves_export, name="waves_export"),
    path("wellen/neu/", waves.wave_new, name="wave_new"),
    path("wellen/<int:pk>/", waves.wave, name="wave"),
    path("wellen/<int:pk>/export.<export:kind>", waves.wave_export, name="wave_export"),
    path("wellen/<int:pk>/tage/", wave_steps.wave_days, name="wave_days"),
    path("wellen/<int:pk>/reihenfolge/", wave_steps.wave_chain, name="wave_chain"),
    path("wellen/<int:pk>/beenden/", wave_steps.wave_close, name="wave_close"),
    # activities
    path("taetigkeiten/", activities.activities, name="activities"),
    path("taetigkeiten/export.<export:kind>", activities.activities_export, name="activities_export"),
    path("taetigkeiten/wirkung/", activities.activity_effects, name="activity_effects"),
    path("taetigkeiten/neu/", activities.activity_new, name="activity_new"),
    path("taetigkeiten/<int:pk>/", activities.activity, name="activity"),
    path("taetigkeiten/<int:pk>/berichtigen/", activities.activity_edit, name="activity_edit"),
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
    # the catalogue
    path("leistungen/", services.services, name="services"),
    path("leistungen/export.<export:kind>", services.services_export, name="services_export"),
    path("leistungen/<str:key>/", services.service, name="service"),
    path("onlinedienste/", online_services.online_services, name="online_services"),
    path(
        "onlinedienste/export.<export:kind>",
        online_services.online_services_export,
        name="online_services_export",
    ),
    path("onlinedienste/neu/", online_services.online_service_new, name="online_service_new"),
    path("onlinedienste/einlesen/", online_services.online_services_import, name="online_services_import"),
    path("onlinedienste/<int:pk>/", online_services.online_service, name="online_service"),
    path(
        "onlinedienste/<int:pk>/bearbeiten/", online_services.online_service_edit, name="online_service_edit"
    ),
    path(
        "onlinedienste/<int:pk>/betreuung/",
        online_services.online_service_maintenance,
        name="online_service_maintenance",
    ),
    path("prioritaetenlisten/", priority_lists.priority_lists, name="priority_lists"),
    path("prioritaetenlisten/neu/", priority_lists.priority_list_new, name="priority_list_new"),
    path("prioritaetenlisten/<slug:slug>/", priority_lists.priority_list, name="priority_list"),
    path(
        "prioritaetenlisten/<slug:slug>/bearbeiten/",
        priority_lists.priority_list_edit,
        name="priority_list_edit",
    ),
    # figures
    path("zahlen/", figures.figures, name="figures"),
    path("zahlen/<slug:key>/", figures.figure, name="figure"),
    path("zahlen/<slug:key>/export.<export:kind>", figures.figure_export, name="figure_export"),
    # maps and the report
    path("karte/", maps.area_map, name="area_map"),
    path("karte/gemeinden/", maps.area_municipalities, name="area_municipalities"),
    path("karte/<slug:which>.svg", maps.area_picture, name="area_picture"),
    path("waermebild/", maps.area_heat_map, name="area_heat_map"),
    path("verlauf/", maps.area_over_time, name="area_over_time"),
    path("bericht.pdf", reports.area_report, name="area_report"),
]
