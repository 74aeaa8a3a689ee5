"""Models of the stack file: one pydantic model for each section."""
