"""What Wagtail and Django say in Chinese that reads badly: half-width signs, other words."""

from django.utils.translation import gettext_noop, ngettext_lazy

PUNCTUATED = [
    gettext_noop(
        "This slug is already in use within the context of its parent page "
        '"%(parent_page_title)s"'
    ),
    gettext_noop("This page already has workflow '%(workflow_name)s' assigned."),
    gettext_noop(
        "Snippet '%(content_type)s' already has workflow '%(workflow_name)s' assigned."
    ),
    gettext_noop("Explore subpages of '%(title)s'"),
    gettext_noop('The page "%(title)s" has been approved.'),
    gettext_noop('The page "%(title)s" has been approved'),
    gettext_noop('The page "%(title)s" has been rejected.'),
    gettext_noop('The page "%(title)s" has been rejected'),
    gettext_noop(
        'The page "%(title)s" has been submitted for approval in '
        'moderation stage "%(task)s"'
    ),
    gettext_noop("Yes, convert it"),
    gettext_noop("No, leave it as an alias"),
    gettext_noop("Explore child pages of '%(title)s'"),
    gettext_noop("Add a child page to '%(title)s'"),
    gettext_noop("Locale: "),
    gettext_noop('Sorry, no tasks match "<em>%(query_string)s</em>"'),
    gettext_noop(
        "Sort the order of child pages within '%(parent)s' by '%(label)s' "
        "in ascending order."
    ),
    gettext_noop(
        "Sort the order of child pages within '%(parent)s' by '%(label)s' "
        "in descending order."
    ),
    gettext_noop("Collection '%(object)s' created."),
    gettext_noop("Collection '%(object)s' updated."),
    gettext_noop("Collection '%(object)s' deleted."),
    gettext_noop("%(model_name)s '%(object)s' updated."),
    gettext_noop("%(model_name)s '%(object)s' created."),
    gettext_noop("%(model_name)s '%(object)s' deleted."),
    gettext_noop('Version %(revision_id)s of "%(object)s" unscheduled.'),
    gettext_noop('revision %(revision_id)s of "%(object)s"'),
    gettext_noop("Page '%(page_title)s' and %(subpages_count)s subpages copied."),
    gettext_noop("Page '%(page_title)s' copied."),
    gettext_noop(
        "Page '%(page_title)s' has been replaced with version from "
        "%(previous_revision_datetime)s."
    ),
    gettext_noop("Workflow on page '%(page_title)s' has been cancelled."),
    gettext_noop(
        "Version from %(datetime)s of page '%(page_title)s' has been published."
    ),
    gettext_noop("Workflow on page '%(page_title)s' has been restarted."),
    gettext_noop("The page '%(page_title)s' is not currently awaiting moderation."),
    gettext_noop(
        "The page '%(page_title)s' is not currently awaiting moderation in "
        "task '%(task_name)s'."
    ),
    gettext_noop("Workflow '%(object)s' created."),
    gettext_noop("Workflow '%(object)s' updated."),
    gettext_noop("Workflow '%(object)s' disabled."),
    gettext_noop("Workflow '%(workflow_name)s' enabled."),
    gettext_noop("Workflow removed from Page '%(page_title)s'."),
    gettext_noop("Task '%(object)s' created."),
    gettext_noop("Task '%(object)s' updated."),
    gettext_noop("Task '%(object)s' disabled."),
    gettext_noop("Task '%(task_name)s' enabled."),
    gettext_noop(
        'Multi-word tags with spaces will automatically be enclosed in double quotes (").'
    ),
    gettext_noop(
        "This file is too big (%(file_size)s). Maximum filesize %(max_filesize)s."
    ),
    gettext_noop('Sorry, no documents match "<em>%(search_query)s</em>"'),
    gettext_noop('Sorry, no documents match "<em>%(query_string)s</em>"'),
    gettext_noop(
        "You haven't uploaded any documents. Why not <a "
        'href="%(wagtaildocs_add_document_url)s">upload one now</a>?'
    ),
    gettext_noop("Document '%(document_title)s' added."),
    gettext_noop("Document '%(document_title)s' updated"),
    gettext_noop("Document '%(document_title)s' deleted."),
    gettext_noop(
        "Not a valid .%(extension)s image. The extension does not match "
        "the file format (%(image_format)s)"
    ),
    gettext_noop('Sorry, no images match "<em>%(query_string)s</em>"'),
    gettext_noop(
        "You haven't uploaded any images. Why not <a "
        'href="%(wagtailimages_add_image_url)s">upload one now</a>?'
    ),
    gettext_noop("Title: (A -> Z)"),
    gettext_noop("Title: (Z -> A)"),
    gettext_noop("Image '%(image_title)s' updated."),
    gettext_noop("Image '%(image_title)s' deleted."),
    gettext_noop("Image '%(image_title)s' added."),
    gettext_noop(
        'No redirects have been created. Why not <a href="'
        '%(wagtailredirects_add_redirect_url)s">add one</a>?'
    ),
    gettext_noop("View live"),
    gettext_noop("First published"),
]
PUNCTUATED_COUNTED = [
    ngettext_lazy(
        'Only pages of type "%(type)s" may be chosen for this field. '
        "Search results will exclude pages of other types.",
        "Only the following page types may be chosen for this field: "
        "%(type)s. Search results will exclude pages of other types.",
    ),
    ngettext_lazy("There is %(counter)s match", "There are %(counter)s matches"),
]
