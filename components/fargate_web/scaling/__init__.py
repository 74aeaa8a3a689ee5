"""The scaling of a service."""
