"""What Wagtail and Django say in words nobody uses, or in two words for one thing."""

from django.utils.translation import gettext_noop, ngettext_lazy

PLAIN = [
    gettext_noop("Expiry:"),
    gettext_noop("Expiry date/time must be in the future."),
    gettext_noop("scheduled"),
    gettext_noop("live + scheduled"),
    gettext_noop("approved go live at"),
    gettext_noop("Schedule publication"),
    gettext_noop("Unschedule publication"),
    gettext_noop("Publish scheduled draft"),
    gettext_noop("Published scheduled draft"),
    gettext_noop("Unpublish scheduled draft"),
    gettext_noop("Unpublished scheduled draft"),
    gettext_noop(
        "Revision %(revision_id)s from %(created_at)s scheduled for publishing at "
        "%(go_live_at)s."
    ),
    gettext_noop(
        "Revision %(revision_id)s from %(created_at)s unscheduled from publishing "
        "at %(go_live_at)s."
    ),
    gettext_noop("Page scheduled for publishing at %(go_live_at)s"),
    gettext_noop("Page scheduled for publishing"),
    gettext_noop("Page unscheduled for publishing at %(go_live_at)s"),
    gettext_noop("Page unscheduled from publishing"),
    gettext_noop("Set publishing schedule"),
    gettext_noop("Save schedule"),
    gettext_noop("Edit schedule"),
    gettext_noop("Set schedule"),
    gettext_noop("No publishing schedule set"),
    gettext_noop("Cancel scheduled publish"),
    gettext_noop("Unschedule"),
    gettext_noop("Are you sure you want to unschedule this revision?"),
    gettext_noop("Yes, unschedule"),
    gettext_noop("No, don't unschedule"),
    gettext_noop(
        "Version from %(previous_revision_datetime)s of page '%(page_title)s' has "
        "been scheduled for publishing."
    ),
    gettext_noop("Approved at '%(task)s'. Next step '%(next_task)s'"),
    gettext_noop("Approved at '%(task)s'. '%(workflow)s' complete"),
    gettext_noop("Workflow: approve task"),
    gettext_noop("Workflow task approved"),
    gettext_noop("Approved task"),
    gettext_noop("Approved by %(approved_by)s"),
    gettext_noop("Site '%(object)s' created."),
    gettext_noop("Site '%(object)s' updated."),
    gettext_noop("Site '%(object)s' deleted."),
    gettext_noop("Group '%(object)s' created."),
    gettext_noop("Group '%(object)s' updated."),
    gettext_noop("Group '%(object)s' deleted."),
    gettext_noop("User '%(object)s' created."),
    gettext_noop("User '%(object)s' updated."),
    gettext_noop("User '%(object)s' deleted."),
    gettext_noop('Sorry, no redirects match "<em>%(query_string)s</em>"'),
    gettext_noop("Redirect '%(redirect_title)s' updated."),
    gettext_noop("Redirect '%(redirect_title)s' deleted."),
    gettext_noop("Redirect '%(redirect_title)s' added."),
    gettext_noop("Members of the chosen Wagtail Groups can approve this task"),
    gettext_noop('The page "%(title)s" has been approved in "%(task)s".'),
    gettext_noop('The page "%(title)s" has been approved in "%(workflow)s".'),
    gettext_noop(
        'The page "%(title)s" has been approved in moderation stage "%(task)s".'
    ),
    gettext_noop('The page "%(title)s" has been approved in workflow "%(workflow)s".'),
    gettext_noop("approved notifications"),
]
PLAIN_COUNTED = [
    ngettext_lazy("%(num)d day", "%(num)d days"),
]
