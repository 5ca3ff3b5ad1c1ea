"""The pages of the package, a file per noun."""

from __future__ import annotations

from . import confirmation as confirmation
from . import preferences as preferences
from . import subscribe as subscribe
from . import unsubscribe as unsubscribe
