"""What readers read, and what they keep of it."""

from __future__ import annotations

from .edition import THE_EDITION as THE_EDITION
from .edition import Edition as Edition
from .front import Place as Place
from .front import Placement as Placement
from .keeping import Folder as Folder
from .keeping import Follow as Follow
from .keeping import SavedStory as SavedStory
from .pages import Page as Page
from .pages import Submission as Submission
from .pictures import ENDINGS as ENDINGS
from .pictures import FOCUS_STEPS as FOCUS_STEPS
from .pictures import RENDITION_WIDTHS as RENDITION_WIDTHS
from .pictures import Image as Image
from .stories import SETTLING as SETTLING
from .stories import WORDS_A_MINUTE as WORDS_A_MINUTE
from .stories import Article as Article
from .stories import ArticleImage as ArticleImage
from .stories import ArticleState as ArticleState
from .stories import ArticleTopic as ArticleTopic
from .stories import Author as Author
from .stories import Correction as Correction
from .stories import Section as Section
from .stories import Topic as Topic
