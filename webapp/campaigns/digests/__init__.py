"""Digests: letters that put themselves together from new stories, by the rules of their list.

When one is due the clock says (timing), what it brings the rules (gathering); a run puts it
together and launches it in one transaction, once for each list, day and hour (running).
"""

from . import jobs as jobs
