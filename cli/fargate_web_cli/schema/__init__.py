"""The JSON schema of stack files."""
