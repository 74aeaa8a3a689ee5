"""Converts what other tools are told into a stack file."""
