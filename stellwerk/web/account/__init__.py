"""One's own account: signing in by link, password, code, passkey or another house."""
