"""The forms of a course or a lesson in the Studio, and of its review."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.coreutils import find_available_slug
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page

from courses import operations, queries
from mediators.models import User


class TaughtPageForm(WagtailAdminPageForm):
    """A course or a lesson in the Studio: who may answer for it writes for its branch."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "owner" in self.fields:
            place = self.parent_page or self.instance
            self.fields["owner"].queryset = queries.may_answer_for(
                place, self.instance.owner_id
            )

    def clean_owner(self) -> User | None:
        """Somebody always answers for it: without a choice, whoever did."""
        chosen: User | None = self.cleaned_data["owner"] or self.instance.owner
        return chosen

    def save(self, commit: bool = True) -> Page:  # noqa: FBT001, FBT002 -- as Wagtail's
        page: Page = super().save(commit=commit)
        if page.pk and "owner" in self.changed_data:
            operations.hand_over(page=page, owner=page.owner)
        return page


class TaughtPageCopyForm(CopyForm):
    """Copying a page beside itself: its address is taken, so another is proposed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        address = self.fields["new_slug"]
        address.initial = find_available_slug(self.page.get_parent(), self.page.slug)
        address.help_text = _("The end of its address; you may leave it as it is.")


class SendBackForm(TaskStateCommentForm):
    """What a reviewer says who sends a page back: its author goes by that alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        comment = self.fields["comment"]
        comment.required = True
        comment.error_messages["required"] = _(
            "Say in a sentence what is to be mended: the author goes by that."
        )
