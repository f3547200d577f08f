"""Measures how fast the pipeline is, and beside what."""
