"""Generates files from the settings and parsers: typed arguments, JSON Schema, template, reference and documentation tables."""
