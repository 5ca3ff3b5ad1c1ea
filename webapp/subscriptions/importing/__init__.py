"""Importing: many people from a file, nobody twice, and nobody who left or must not be mailed.

A file of any kind is opened (opening, unpacking, tabulating, decoding, splitting), its columns are
recognised (recognising, programs) and its rows judged (judging, dating) into one prepared file
(preparing, prepared). Its rows are held against the tables (comparing) and taken in by steps
(running, applying), each of which is one transaction; the whole can be taken back (undoing).

A row with the time of a confirmation brings its own proof and is mailable at once; one without is
written down as asked for, marked as without proof, and gets no letter until the person confirms.
"""

from . import disclosing as disclosing
from . import jobs as jobs
from . import models as models
