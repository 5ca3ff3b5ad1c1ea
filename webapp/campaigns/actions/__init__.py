"""Actions: one change to everybody that a search finds, shown first, done and undone in steps.

The people are fixed when the action is made (gathering): what is shown is what is done, whoever
meets the conditions later. What the change means for each of them is a deed (ending, stopping,
tagging): it judges, changes, and takes back. Steps (running) are transactions of their own.
"""

from . import disclosing as disclosing
from . import erasing as erasing
from . import jobs as jobs
from . import models as models
