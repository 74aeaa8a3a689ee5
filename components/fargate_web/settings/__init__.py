"""What a user may say: one pydantic model for each section of a stack file."""
