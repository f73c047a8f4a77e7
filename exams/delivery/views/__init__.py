"""The web of the exams: for candidates, for their devices, and for the Office."""
