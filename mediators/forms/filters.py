from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediators.branches import BranchField
from mediators.forms.fields import NameField
from mediators.models import Organisation, Post, User


class MediatorFilter(forms.Form):
    """The filters of the list; what makes no sense filters nothing."""

    q = NameField(label=_("Name or pinyin"), required=False)
    organisation = BranchField(
        label=pgettext_lazy("filter", "Branch"), required=False, empty_label=_("All")
    )
    kind = forms.ChoiceField(
        label=_("Kind of post"),
        required=False,
        choices=[("", _("All")), *Post.Kind.choices],
    )
    role = forms.ChoiceField(
        label=_("Role on the committee"),
        required=False,
        choices=[("", _("All")), *Post.Role.choices],
    )

    def __init__(self, data: Any, *, viewer: User) -> None:
        super().__init__(data)
        chosen = self["organisation"].value() or None
        places = Organisation.objects.visible_to(viewer).existing()
        # Committees are too many to choose from; one that was chosen stays chosen.
        choosable = ~Q(kind__in=Organisation.WITH_POSTS) | Q(uuid__in=_uuids(chosen))
        field = cast("BranchField", self.fields["organisation"])
        field.queryset = places.filter(choosable)

    def filters(self) -> dict[str, Any]:
        """Return what `queries.mediators_found` takes."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "words": given.get("q", ""),
            "branch": given.get("organisation"),
            "kind": given.get("kind", ""),
            "role": given.get("role", ""),
        }

    @property
    def is_filtering(self) -> bool:
        return any(self.filters().values())


class PlaceFilter(forms.Form):
    """What is looked for in the tree, by name; or what is no more."""

    top = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label=_("Name of the organisation"), required=False, max_length=120
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("existing")), ("dissolved", _("Dissolved"))],
    )

    def filters(self) -> dict[str, Any]:
        """Return what `queries.places_found` takes."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "words": given.get("q", ""),
            "dissolved": given.get("state", "") == "dissolved",
        }

    @property
    def is_filtering(self) -> bool:
        return any(self.filters().values())


def _uuids(text: str | None) -> list[Any]:
    try:
        return [forms.UUIDField().to_python(text)] if text else []
    except forms.ValidationError:
        return []
