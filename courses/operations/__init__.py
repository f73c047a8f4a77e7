"""What can happen with courses: to branches, to pages, to learners."""

from courses.operations.authoring import (
    create_course,
    create_lesson,
    hand_over,
)
from courses.operations.completing import (
    AlreadyAnnulled,
    CourseNotFinished,
    ReasonMissing,
    annul_completion,
    complete_course,
    complete_courses_due,
)
from courses.operations.flagging import (
    AlreadyAnswered,
    AlreadyFlagged,
    answer_flag,
    flag_lesson,
)
from courses.operations.indexing import (
    forget_page,
    index_course,
    index_lesson,
    index_pages_due,
)
from courses.operations.learning import (
    CourseClosed,
    LessonClosed,
    LessonNotOpened,
    NotEnrolled,
    complete_lesson,
    enrol,
    open_lesson,
    save_position,
)
from courses.operations.noting import write_note
from courses.operations.studio import (
    BranchNotOpen,
    HomePageMissing,
    NoRoleThere,
    NotReviewer,
    OwnReview,
    grant_studio,
    open_branch,
    settle_studio_access,
    withdraw_review,
)
from courses.operations.translating import (
    CourseNotTranslated,
    publish_translation,
    start_translation,
)

__all__ = [
    "AlreadyAnnulled",
    "AlreadyAnswered",
    "AlreadyFlagged",
    "BranchNotOpen",
    "CourseClosed",
    "CourseNotFinished",
    "CourseNotTranslated",
    "HomePageMissing",
    "LessonClosed",
    "LessonNotOpened",
    "NoRoleThere",
    "NotEnrolled",
    "NotReviewer",
    "OwnReview",
    "ReasonMissing",
    "annul_completion",
    "answer_flag",
    "complete_course",
    "complete_courses_due",
    "complete_lesson",
    "create_course",
    "create_lesson",
    "enrol",
    "flag_lesson",
    "forget_page",
    "grant_studio",
    "hand_over",
    "index_course",
    "index_lesson",
    "index_pages_due",
    "open_branch",
    "open_lesson",
    "publish_translation",
    "save_position",
    "settle_studio_access",
    "start_translation",
    "withdraw_review",
    "write_note",
]
