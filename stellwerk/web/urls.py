"""Every address of the web application."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from stellwerk.web import start
from stellwerk.web.public import account, calculators, site

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("sprache/", login_not_required(set_language), name="set_language"),
    # signing in
    path("konto/anmelden/", account.login, name="account_login"),
    path("konto/abmelden/", account.logout, name="account_logout"),
    path("konto/passwort/", account.password, name="account_change_password"),
    # for everybody
    path("rechner/", calculators.calculators, name="calculators"),
    path("rechner/foerderung/", calculators.funding_calculator, name="calc_funding"),
    path("rechner/frist/", calculators.deadline_calculator, name="calc_deadline"),
    path("rechner/zinsen/", calculators.interest_calculator, name="calc_interest"),
    path("impressum/", site.imprint, name="imprint"),
    path("datenschutz/", site.privacy, name="privacy"),
    path("barrierefreiheit/", site.accessibility, name="accessibility"),
    path("schema/bescheid-1.json", site.notice_schema, name="notice_schema"),
]
