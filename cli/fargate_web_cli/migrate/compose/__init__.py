"""Converts the services of a Compose file into those of a stack file."""
