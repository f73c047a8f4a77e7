"""What is announced after commit; apps above, and coverage, listen."""

from django.dispatch import Signal

#: Sent with `person` (the Person) when a post of theirs begins, ends or is annulled.
posts_changed = Signal()
#: Sent with `organisation` when a place is founded, changed, moved, merged or dissolved.
place_changed = Signal()
#: Sent with `divisions` (a list) when a list of divisions was taken over.
divisions_changed = Signal()
#: Sent with `user` when a role of theirs is granted, suspended, lifted or ended.
roles_changed = Signal()
