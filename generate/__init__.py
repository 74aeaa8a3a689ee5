"""Writes what is generated from the settings: typed arguments, JSON schema, reference and migration tables."""
