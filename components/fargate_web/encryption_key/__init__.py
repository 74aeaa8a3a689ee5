"""The KMS key of a stack."""
