"""Every "no" of the domain is an exception with a sentence for the person."""

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """The root of every refusal; `str()` of it is shown to the person as it stands.

    A subclass declares `message`, with named placeholders filled from keyword arguments.
    """

    message = _("This cannot be done.")

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(params)

    def __str__(self) -> str:
        # The message takes the values itself, so that it may have a plural.
        return str(self.message % self.params if self.params else self.message)
