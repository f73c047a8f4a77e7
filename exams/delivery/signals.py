"""What delivery announces, after the commit."""

from django.dispatch import Signal

#: Sent with `attempt_id` when an attempt was handed in, by whomever and however.
attempt_submitted = Signal()
