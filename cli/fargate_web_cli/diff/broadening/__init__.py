"""Finds the rights and openings that a change gives or takes: permissions, trust, secrets, network access, routes and protection from requests."""
