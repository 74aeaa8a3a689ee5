"""Converts a task definition of ECS into a service."""
