"""Reads a stack file: YAML with positions, merging with Pulumi.yaml, encrypted values."""
