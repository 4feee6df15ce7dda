"""Every address of the set-up of programmes, below /programme/."""

from django.urls import URLPattern, path

from stellwerk.web.office import set_ups

urlpatterns: list[URLPattern] = [
    path("neu/", set_ups.programme_new, name="programme_new"),
    path("<slug:slug>/fehlt/", set_ups.set_up_missing, name="set_up_missing"),
    path("<slug:slug>/einrichten/<slug:step>/", set_ups.set_up_step, name="set_up_step"),
    path(
        "<slug:slug>/einrichten/<slug:step>/<slug:key>/entfernen/",
        set_ups.set_up_remove,
        name="set_up_remove",
    ),
    path("<slug:slug>/probe/", set_ups.set_up_try, name="set_up_try"),
    path("<slug:slug>/eroeffnen/", set_ups.set_up_open, name="set_up_open"),
]
