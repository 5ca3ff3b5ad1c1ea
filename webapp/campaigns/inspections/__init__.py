"""Inspections: what asking the links of a letter, and SpamAssassin, found before it is sent."""

from . import jobs as jobs
