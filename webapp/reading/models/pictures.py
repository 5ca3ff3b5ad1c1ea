"""Pictures and their renditions."""

from __future__ import annotations

import datetime as dt

from flask import url_for
from sqlalchemy.orm import Mapped, mapped_column

from ... import clock
from ...database import Shown

# Widths in pixels in which a picture is kept; none is ever enlarged.
RENDITION_WIDTHS = (400, 800, 1600)
# How files of a format end.
ENDINGS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}
# A focal point is kept as one of so many steps across and down, for which pictures.css has classes.
FOCUS_STEPS = 5


class Image(Shown):
    """A picture in its renditions; ``key`` names its folder among the uploads."""

    __tablename__ = "images"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(default="")
    caption: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    # The point that stays in sight when the picture is cropped, in shares of width and height.
    focus_x: Mapped[float] = mapped_column(default=0.5, server_default="0.5")
    focus_y: Mapped[float] = mapped_column(default=0.5, server_default="0.5")
    # The formats its renditions are kept in, best first: "avif webp jpeg".
    formats: Mapped[str] = mapped_column(default="webp", server_default="webp")
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @property
    def widths(self) -> list[int]:
        """Widths of its renditions in pixels, narrowest first."""
        widest = min(self.width, RENDITION_WIDTHS[-1])
        return [width for width in RENDITION_WIDTHS if width < widest] + [widest]

    def height_at(self, width: int) -> int:
        """Height in pixels of the picture at a width in pixels."""
        return max(1, round(self.height * width / self.width))

    @property
    def kinds(self) -> list[str]:
        """Its formats, best first; the last is for browsers that know no other."""
        return (self.formats or "webp").split()

    def rendition(self, width: int, kind: str = "") -> str:
        """File name of the narrowest rendition that is at least ``width`` pixels wide.

        Without a format, of the one that most programs read.
        """
        fitting = next((kept for kept in self.widths if kept >= width), self.widths[-1])
        return f"{fitting}.{ENDINGS[kind or self.kinds[-1]]}"

    def src(self, width: int, kind: str = "") -> str:
        """Address of that rendition."""
        return url_for("reading.picture", key=self.key, file=self.rendition(width, kind))

    def srcset(self, kind: str = "") -> str:
        """Every rendition of a format with its width, for the srcset attribute."""
        return ", ".join(f"{self.src(width, kind)} {width}w" for width in self.widths)

    @property
    def focus(self) -> str:
        """The focal point as steps across and down, from the upper left: "2-2" is the middle."""
        last = FOCUS_STEPS - 1
        shares = (0.5 if share is None else share for share in (self.focus_x, self.focus_y))
        return "-".join(str(round(share * last)) for share in shares)

    @focus.setter
    def focus(self, steps: str) -> None:
        across, down = (int(step) / (FOCUS_STEPS - 1) for step in steps.split("-"))
        self.focus_x, self.focus_y = across, down
