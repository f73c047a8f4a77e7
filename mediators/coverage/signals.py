"""What coverage tells itself after a commit."""

from django.dispatch import Signal

#: Sent, without anything, when somebody or some place is to be recounted.
marked = Signal()
