"""The whole stack: loads a stack file, checks it, and writes the outputs of the stack."""
