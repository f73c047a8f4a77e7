"""The sizes at which the Studio shows what is being written: a phone first."""

from django.utils.translation import gettext_lazy as _

PREVIEW_SIZES = [
    {
        "name": "mobile",
        "icon": "mobile-alt",
        "device_width": 390,
        "label": _("Preview as on a phone"),
    },
    {
        "name": "desktop",
        "icon": "desktop",
        "device_width": 1280,
        "label": _("Preview as on a computer"),
    },
]
