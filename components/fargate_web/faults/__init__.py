"""Validation of settings: faults with their positions in the file, and the messages that explain them."""
