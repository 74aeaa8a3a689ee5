"""Analyses of the settings: route overlaps, rule priorities, and the order and duration of deployments."""
