"""The addresses of the house: one list per side of the counter."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("stellwerk.api.urls")),
    path("", include("stellwerk.web.urls")),
]
