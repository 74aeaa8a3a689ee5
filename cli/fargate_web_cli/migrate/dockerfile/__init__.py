"""Converts a Dockerfile into a service."""
