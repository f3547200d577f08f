"""Measures the published tables against documents annotated by hand; ``gold/GUIDELINES.md`` says what counts."""
