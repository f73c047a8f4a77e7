"""Practising in the Classroom, and what a bank gave to it in the Office."""
