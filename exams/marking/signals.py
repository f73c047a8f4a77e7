"""What marking announces, after the commit."""

from django.dispatch import Signal

#: Sent with `result` when somebody released it to its candidate.
result_released = Signal()
