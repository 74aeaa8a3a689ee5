"""Alarms, the alarm topic and the dashboard."""
