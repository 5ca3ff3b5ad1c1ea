"""Blocks of every kind, the same at every run."""

from __future__ import annotations

from webapp.campaigns.blocks.kinds import (
    Answer,
    Button,
    Divider,
    Lead,
    Picture,
    PictureBlock,
    Poll,
    Story,
    StoryList,
    Text,
)

AT = "https://paper.example"
APPLES = Picture(
    "a" * 32,
    1600,
    1066,
    "Apples above a valley",
    f"{AT}/pictures/{'a' * 32}/1600.jpg",
    f"{AT}/pictures/{'a' * 32}/400.jpg",
)
ORCHARD = Story(
    1,
    "The Apple’s First Orchard Still Grows Wild Above Almaty",
    "On slopes too steep for the plough, the ancestor of nearly every apple flowers for eight days.",
    "Nation",
    f"{AT}/2026/11/the-apples-first-orchard/",
    APPLES,
)
RAILWAY = Story(
    2,
    "A Railway Timetable as Long as a Country & <Its> “Steppe”",
    "Fifty-two hours, one samovar and eleven conversations.",
    "Nation",
    f"{AT}/2026/11/a-railway-timetable/",
)
EVERY = (
    Lead(1, (ORCHARD,)),
    Text(2, "<p>Good morning, and <strong>thank you</strong> for reading.</p>"),
    StoryList(3, "Editor’s Picks", stories=(RAILWAY, ORCHARD)),
    Divider(4),
    PictureBlock(5, APPLES, "Above Almaty, in May.", f"{AT}/2026/11/the-apples-first-orchard/"),
    Button(6, "See the whole edition", f"{AT}/all-stories/?from=letter&day=1"),
    Poll(7, "Which fruit?", (Answer("Apples", f"{AT}/apples/"), Answer("Pears", f"{AT}/pears/"))),
)
EMPTY = (Lead(1), Text(2), StoryList(3), PictureBlock(5), Button(6, "Press"), Poll(7, "Which?"))
