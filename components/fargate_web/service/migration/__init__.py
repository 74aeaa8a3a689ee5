"""The migration of a service: a task that must succeed before a new revision runs."""
