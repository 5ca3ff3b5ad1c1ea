"""Segments: which subscribers meet some conditions; found, counted, and kept by name."""
