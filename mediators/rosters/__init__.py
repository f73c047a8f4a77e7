"""Bringing in and giving out whole rosters of mediators as tables."""
