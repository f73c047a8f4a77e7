"""The pages of the Office where questions are written and reviewed."""
