"""Pages as a phone on a slow line meets them: Lighthouse’s performance, the median of three runs."""

from __future__ import annotations

from statistics import median

from tests import lighthouse


def measure(pages: dict[str, str], saved: str, cookie: str) -> list[dict]:
    """Rows for the addresses of public pages, and for the saved stories of a reader."""
    rows = [row(what, lighthouse.performance(url)) for what, url in pages.items()]
    return [*rows, row("saved stories", lighthouse.performance(saved, cookie=cookie))]


def row(what: str, scores: list[float]) -> dict:
    """One line of the table."""
    return {
        "what": f"{what}, performance",
        "rate": median(scores),
        "unit": "of 100",
        "limit": "Lighthouse",
        "limit_rate": 100.0,
        "note": f"runs: {', '.join(f'{score:.0f}' for score in sorted(scores))}",
    }
