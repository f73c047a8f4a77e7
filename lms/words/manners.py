"""What Wagtail says in Chinese, but not as we would: to people we say 您."""

from django.utils.translation import gettext_noop, ngettext_lazy

MANNERS = [
    gettext_noop("Sorry, you do not have permission to access this area."),
    gettext_noop("Enter your %(username_field_name)s"),
    gettext_noop(
        "You cannot have multiple permission records for the same collection."
    ),
    gettext_noop("You cannot edit another user's comment."),
    gettext_noop("This page is live. Would you like to publish its copy as well?"),
    gettext_noop('You do not have permission to copy to page "%(page_title)s"'),
    gettext_noop("You cannot copy a page into itself when copying subpages"),
    gettext_noop("You cannot assign this workflow to the same page multiple times."),
    gettext_noop("Give your workflow a name"),
    gettext_noop("Add tasks to your workflow"),
    gettext_noop("Your username (in case you've forgotten):"),
    gettext_noop("You can edit the privacy settings on:"),
    gettext_noop("Are you sure you want to unpublish this %(model_name)s?"),
    gettext_noop("Your locked pages"),
    gettext_noop(
        "The name of the page as it will appear in URLs e.g http://domain.com/blog/"
        "[my-slug]/"
    ),
    gettext_noop("Page '%(page_title)s' created."),
    gettext_noop("Page '%(page_title)s' created and scheduled for publishing."),
    gettext_noop("Page '%(page_title)s' created and published."),
    gettext_noop("Page '%(page_title)s' created and submitted for moderation."),
    gettext_noop("Awaiting your review"),
    gettext_noop("Hello %(username)s,"),
    gettext_noop("You can edit the page here:"),
    gettext_noop("You can edit the %(model_name)s here:"),
    gettext_noop("Sorry, you cannot create a page at this location."),
    gettext_noop("Are you sure you want to delete these pages?"),
    gettext_noop("Are you sure you want to move these pages?"),
    gettext_noop("Are you sure you want to publish these pages?"),
    gettext_noop("Are you sure you want to unpublish these pages?"),
    gettext_noop("Are you sure you want to convert this alias into an ordinary page?"),
    gettext_noop(
        'Alternatively you can <a href="%(unpublish_url)s">unpublish the '
        "page</a>. This removes the page from public view and you can edit or "
        "publish it again later."
    ),
    gettext_noop("Would you still like to publish this page?"),
    gettext_noop("You have <span>unsaved edits</span>"),
    gettext_noop("You haven't created any tasks."),
    gettext_noop(
        "You are viewing a previous version of this page from "
        "<b>%(created_at)s</b> by %(user)s"
    ),
    gettext_noop("Lock/unlock pages you've locked"),
    gettext_noop("The page title as you'd like it to be seen by the public"),
    gettext_noop(
        "Set this to something other than 80 if you need a specific port number "
        "to appear in URLs (e.g. development on port 8000). Does not affect "
        "request handling (so port forwarding still works)."
    ),
    gettext_noop(
        "Your account doesn't have access to this page. To proceed, please log "
        "in with an account that has access."
    ),
    gettext_noop("You need a password to access this page."),
    gettext_noop("You haven't uploaded any documents in this collection."),
    gettext_noop("You haven't uploaded any documents."),
    gettext_noop("You need a password to access this document."),
    gettext_noop("Are you sure you want to delete %(count)s %(snippet_type_name)s?"),
    gettext_noop("You cannot have multiple permission records for the same page."),
    gettext_noop("Select your current time zone"),
    gettext_noop("You cannot change your own active status"),
    gettext_noop("Name"),
    gettext_noop("Change"),
    gettext_noop("%(label)s and Publish"),
    gettext_noop("Approve with comment"),
    gettext_noop("Created"),
    gettext_noop("Published"),
    gettext_noop("Visible to all. Visit the live page"),
    gettext_noop("Visible to all"),
    gettext_noop("Once live anyone can view"),
    gettext_noop("Page visibility: "),
    gettext_noop("%(time_period)s ago"),
    gettext_noop("Page '%(page_title)s' has been updated."),
    gettext_noop("Page '%(page_title)s' has been submitted for moderation."),
    gettext_noop("live"),
    gettext_noop("page log entry"),
    gettext_noop("page log entries"),
    gettext_noop(
        "Are you sure you want to move this page and all of its children into '%(title)s'?"
    ),
    gettext_noop("Are you sure you want to move this page into '%(title)s'?"),
    gettext_noop("Page '%(page_title)s' has been published."),
    gettext_noop("Page '%(page_title)s' has been scheduled for publishing."),
    gettext_noop(
        "Page '%(page_title)s' is live and this version has been scheduled for publishing."
    ),
    gettext_noop("Page '%(page_title)s' is now unlocked."),
    gettext_noop("Page '%(page_title)s' moved."),
    gettext_noop("Page '%(page_title)s' unpublished."),
    gettext_noop("Page '%(page_title)s' deleted."),
    gettext_noop("'%(object)s' unpublished."),
    gettext_noop("Last published before"),
    gettext_noop("Publishing this page will cancel the current workflow."),
    gettext_noop("Publishing…"),
    gettext_noop("No, don't delete it"),
    gettext_noop("No, don't move"),
    gettext_noop("Yes, move this page"),
    gettext_noop("Yes, move these pages"),
    gettext_noop("Yes, delete"),
    gettext_noop("Yes, delete it"),
    gettext_noop("You don't have permission to delete this page"),
    gettext_noop("You don't have permission to move this page"),
]
MANNERS_COUNTED = [
    ngettext_lazy(
        "%(count)s of the pages being copied is live. Would you like to publish "
        "its copy?",
        "%(count)s of the pages being copied are live. Would you like to "
        "publish their copies?",
    ),
    ngettext_lazy(
        "You don't have permission to publish this page",
        "You don't have permission to publish these pages",
    ),
    ngettext_lazy(
        "Are you sure you want to tag the following image?",
        "Are you sure you want to tag the following images?",
    ),
    ngettext_lazy(
        "Are you sure you want to delete this image?",
        "Are you sure you want to delete these images?",
    ),
    ngettext_lazy(
        "Are you sure you want to tag the following document?",
        "Are you sure you want to tag the following documents?",
    ),
    ngettext_lazy(
        "Are you sure you want to delete this document?",
        "Are you sure you want to delete these documents?",
    ),
    ngettext_lazy(
        "This will copy %(count)s subpage.", "This will copy %(count)s subpages."
    ),
]
