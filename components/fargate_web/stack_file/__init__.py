"""Reading of stack files: YAML with positions, merging with Pulumi.yaml, and encrypted values."""
