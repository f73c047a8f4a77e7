"""What Django and allauth say beside a form or after one."""

from django.utils.translation import gettext_noop

FORMS = [
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    gettext_noop(
        "Select a valid choice. That choice is not one of the available choices."
    ),
]
ACCOUNTS = [
    gettext_noop("The username and/or password you specified are not correct."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("You have signed out."),
    gettext_noop("Password successfully changed."),
]
#: 周一 beside a moment, where Django has 星期一.
WEEKDAYS = [
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
]
