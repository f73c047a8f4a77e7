"""What courses announce, after commit; whoever listens has a reconciler too."""

from django.dispatch import Signal

#: Sent with `completion=` when a mediator has finished a course.
course_completed = Signal()
