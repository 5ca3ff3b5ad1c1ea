"""Pages of the paper, one file per noun."""

from __future__ import annotations

from . import archives as archives
from . import authors as authors
from . import exports as exports
from . import feeds as feeds
from . import folders as folders
from . import follows as follows
from . import front as front
from . import machines as machines
from . import offline as offline
from . import pages as pages
from . import pictures as pictures
from . import saved as saved
from . import searches as searches
from . import sections as sections
from . import sitemaps as sitemaps
from . import stories as stories
from . import submissions as submissions
from . import taking as taking
from . import topics as topics
from . import wishes as wishes
