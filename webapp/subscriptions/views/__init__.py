"""The pages of the package, a file per noun."""

from __future__ import annotations

from . import confirmation as confirmation
from . import farewells as farewells
from . import lifting as lifting
from . import moves as moves
from . import own_data as own_data
from . import pauses as pauses
from . import preferences as preferences
from . import records as records
from . import subscribe as subscribe
from . import unsubscribe as unsubscribe
