"""The addresses below /konto/; their names are those that allauth looks for."""

from django.urls import URLPattern, path

from stellwerk.web.account import links, other_house, passkeys, security

urlpatterns: list[URLPattern] = [
    # doors
    path("link/", links.sign_in_link, name="sign_in_link"),
    path("link/<str:token>/", links.account_link, name="account_link"),
    path("zweiter-faktor/", security.second_step, name="mfa_authenticate"),
    path("anmelden/passkey/", passkeys.passkey_sign_in, name="mfa_login_webauthn"),
    path("einmalanmeldung/", other_house.oidc_login, name="oidc_login"),
    path("einmalanmeldung/fehler/", other_house.oidc_failed, name="socialaccount_login_error"),
    path("einmalanmeldung/abgebrochen/", other_house.oidc_failed, name="socialaccount_login_cancelled"),
    path(
        "einmalanmeldung/<slug:provider_id>/zurueck/",
        other_house.oidc_callback,
        name="openid_connect_callback",
    ),
    path("passwort-vergessen/", security.password_reset, name="account_reset_password"),
    path("passwort-vergessen/gesendet/", security.password_reset_done, name="account_reset_password_done"),
    path(
        "passwort-neu/fertig/",
        security.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "passwort-neu/<str:uidb36>/<str:key>/",
        security.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("gesperrt/", security.inactive, name="account_inactive"),
    # one's own account
    path("sicherheit/", security.account, name="mfa_index"),
    path("passwort/setzen/", security.password_set, name="account_set_password"),
    path("sicherheit/generator/", security.activate_totp, name="mfa_activate_totp"),
    path("sicherheit/generator/entfernen/", security.deactivate_totp, name="mfa_deactivate_totp"),
    path("sicherheit/ersatzcodes/", security.recovery_codes, name="mfa_view_recovery_codes"),
    path("sicherheit/ersatzcodes/neu/", security.recovery_codes_new, name="mfa_generate_recovery_codes"),
    path("sicherheit/passkeys/neu/", passkeys.passkey_new, name="mfa_add_webauthn"),
    path("sicherheit/passkeys/<int:pk>/entfernen/", passkeys.passkey_remove, name="mfa_remove_webauthn"),
    path("bestaetigen/", security.reauthenticate, name="account_reauthenticate"),
    path("bestaetigen/code/", security.reauthenticate_code, name="mfa_reauthenticate"),
    path("bestaetigen/passkey/", passkeys.reauthenticate_passkey, name="mfa_reauthenticate_webauthn"),
]
