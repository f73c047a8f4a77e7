"""What Wagtail says of comments in a text: not what a reviewer says of the whole."""

from django.utils.translation import gettext_noop

COMMENTS = [
    gettext_noop("Add Comment"),
    gettext_noop("comments"),
    gettext_noop("comment reply"),
    gettext_noop("comment replies"),
    gettext_noop("Add comment"),
    gettext_noop('Added a comment on field %(field)s: "%(text)s"'),
    gettext_noop("Added a comment"),
    gettext_noop("Edit comment"),
    gettext_noop('Edited a comment on field %(field)s: "%(text)s"'),
    gettext_noop("Edited a comment"),
    gettext_noop("Delete comment"),
    gettext_noop('Deleted a comment on field %(field)s: "%(text)s"'),
    gettext_noop("Deleted a comment"),
    gettext_noop("Resolve comment"),
    gettext_noop('Resolved a comment on field %(field)s: "%(text)s"'),
    gettext_noop("Resolved a comment"),
    gettext_noop("Reply to comment"),
    gettext_noop('Replied to comment on field %(field)s: "%(text)s"'),
    gettext_noop("Replied to a comment"),
    gettext_noop("Edit reply to comment"),
    gettext_noop('Edited a reply to a comment on field %(field)s: "%(text)s"'),
    gettext_noop("Delete reply to comment"),
    gettext_noop('Deleted a reply to a comment on field %(field)s: "%(text)s"'),
    gettext_noop("Edited a reply"),
    gettext_noop("Deleted a reply"),
    gettext_noop('%(editor)s has updated comments on "%(title)s".'),
    gettext_noop('%(editor)s has updated comments on "%(title)s"'),
    gettext_noop("New comments"),
    gettext_noop("Resolved comments"),
    gettext_noop("Deleted comments"),
    gettext_noop("New comments:"),
    gettext_noop("Resolved comments:"),
    gettext_noop("Deleted comments:"),
    gettext_noop("Comment notifications"),
    gettext_noop("updated comments notifications"),
    gettext_noop(
        "Receive notification when comments have been created, resolved, or deleted "
        "on a page that you have subscribed to receive comment notifications on"
    ),
    gettext_noop('The following comment was left: "%(comment)s"'),
    gettext_noop("with comment:"),
]
