"""The headers that tell a browser what an answer may do, and what others may do with it."""

from __future__ import annotations

# No page has an inline script or style, so no nonce is needed and ready pages can be kept.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A mail shown in a frame of ours: its own styles, our pictures, no script, no form; a click on one
# of its links opens a tab.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
# Of what a browser can do, pages use passkeys and write to the clipboard; frames in them nothing.
UNUSED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
)
USED = ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY = ", ".join([f"{n}=()" for n in UNUSED] + [f"{n}=(self)" for n in USED])
# What letters, feed readers and other sites show of the paper: its pictures and its mark.
SHOWN_ELSEWHERE = {"Cross-Origin-Resource-Policy": "cross-origin"}
A_YEAR = 365 * 24 * 3600  # seconds


def for_every_answer(*, is_https: bool) -> dict[str, str]:
    """What every answer carries unless its view says otherwise."""
    headers = {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS_POLICY,
    }
    if is_https:
        headers["Content-Security-Policy"] += "; upgrade-insecure-requests"
        headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
    return headers
