"""The addresses below /konto/; their names are those that allauth looks for."""

from django.urls import URLPattern, path

from stellwerk.web.account import links
from stellwerk.web.account.later import door, own

CODES = "sicherheit/ersatzcodes/"
OIDC = "einmalanmeldung/"

urlpatterns: list[URLPattern] = [
    # doors
    path("link/", links.sign_in_link, name="sign_in_link"),
    path("link/<str:token>/", links.account_link, name="account_link"),
    path("zweiter-faktor/", door("security.second_step"), name="mfa_authenticate"),
    path("anmelden/passkey/", door("passkeys.passkey_sign_in"), name="mfa_login_webauthn"),
    path(OIDC, door("other_house.oidc_login"), name="oidc_login"),
    path(f"{OIDC}fehler/", door("other_house.oidc_failed"), name="socialaccount_login_error"),
    path(f"{OIDC}abgebrochen/", door("other_house.oidc_failed"), name="socialaccount_login_cancelled"),
    path(
        f"{OIDC}<slug:provider_id>/zurueck/",
        door("other_house.oidc_callback"),
        name="openid_connect_callback",
    ),
    path("passwort-vergessen/", door("security.password_reset"), name="account_reset_password"),
    path(
        "passwort-vergessen/gesendet/",
        door("security.password_reset_done"),
        name="account_reset_password_done",
    ),
    path(
        "passwort-neu/fertig/",
        door("security.password_reset_from_key_done"),
        name="account_reset_password_from_key_done",
    ),
    path(
        "passwort-neu/<str:uidb36>/<str:key>/",
        door("security.password_reset_from_key"),
        name="account_reset_password_from_key",
    ),
    path("gesperrt/", door("security.inactive"), name="account_inactive"),
    # one's own account
    path("sicherheit/", own("security.account"), name="mfa_index"),
    path("eingaben/<int:pk>/", own("kept_forms.kept_form"), name="kept_form"),
    path("sicherheit/sitzungen/", own("open_sessions.open_sessions"), name="usersessions_list"),
    path("passwort/setzen/", own("security.password_set"), name="account_set_password"),
    path("sicherheit/generator/", own("security.activate_totp"), name="mfa_activate_totp"),
    path("sicherheit/generator/entfernen/", own("security.deactivate_totp"), name="mfa_deactivate_totp"),
    path(CODES, own("security.recovery_codes"), name="mfa_view_recovery_codes"),
    path(f"{CODES}neu/", own("security.recovery_codes_new"), name="mfa_generate_recovery_codes"),
    path("sicherheit/passkeys/neu/", own("passkeys.passkey_new"), name="mfa_add_webauthn"),
    path(
        "sicherheit/passkeys/<int:pk>/entfernen/", own("passkeys.passkey_remove"), name="mfa_remove_webauthn"
    ),
    path("bestaetigen/", own("security.reauthenticate"), name="account_reauthenticate"),
    path("bestaetigen/code/", own("security.reauthenticate_code"), name="mfa_reauthenticate"),
    path("bestaetigen/passkey/", own("passkeys.reauthenticate_passkey"), name="mfa_reauthenticate_webauthn"),
]
