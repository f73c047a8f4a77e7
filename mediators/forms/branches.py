"""Which part of the tree a page is about, chosen in its address."""

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediators.branches import BranchField
from mediators.models import Organisation, User


class BranchFilter(forms.Form):
    """A branch that the viewer oversees; what makes no sense filters nothing."""

    organisation = BranchField(
        label=pgettext_lazy("filter", "Branch"), required=False, empty_label=_("All")
    )

    def __init__(self, data: Any, *, viewer: User) -> None:
        super().__init__(data)
        chosen = [given] if (given := _uuid(self["organisation"].value())) else []
        places = Organisation.objects.visible_to(viewer).existing()
        # Committees are too many to choose from; one that was chosen stays chosen.
        choosable = ~Q(kind__in=Organisation.WITH_POSTS) | Q(uuid__in=chosen)
        self.places = places.filter(choosable)
        field = cast("BranchField", self.fields["organisation"])
        field.queryset = self.places

    @property
    def branch(self) -> Organisation | None:
        self.is_valid()
        return self.cleaned_data.get("organisation")


class FilingFilter(BranchFilter):
    """What is to be filed in a branch, or only what is overdue."""

    state = forms.ChoiceField(
        label=_("Deadline"),
        required=False,
        choices=[("", _("All")), ("overdue", _("overdue"))],
    )

    @property
    def only_overdue(self) -> bool:
        self.is_valid()
        return bool(self.cleaned_data.get("state"))


def _uuid(text: Any) -> Any:
    try:
        return forms.UUIDField(required=False).to_python(text)
    except forms.ValidationError:
        return None
