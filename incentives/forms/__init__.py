"""Cleaning what people type; a form never saves."""
