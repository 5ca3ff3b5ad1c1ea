"""Outcomes that a person meets as a page instead of what they asked for."""

from __future__ import annotations


class Outcome(Exception):
    """Something asked for cannot be done; the page says so and what to do instead.

    Subclasses set the HTTP status, a title of a few words and one sentence. Behaviour modules
    raise them by name; a view may catch one, all others become a page in webapp.errors.
    """

    status = 422
    title = "That did not work"
    sentence = "Go back and try again."

    def __init__(self, sentence: str = "") -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.sentence)


class LinkInvalid(Outcome):
    """A signed link was altered, cut short, made for another purpose or never ours."""

    status = 404
    title = "This link is not complete"
    sentence = (
        "Copy the whole link from the mail into the address bar, "
        "or ask for a new one on the page where you began."
    )


class LinkExpired(Outcome):
    """A signed link is older than its purpose allows, or what it depends on has changed."""

    status = 410
    title = "This link no longer works"
    sentence = (
        "It was used already, is too old or was replaced by a newer one; "
        "ask for a new link and use that one."
    )
