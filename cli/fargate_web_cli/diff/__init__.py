"""What a change of the program or of a stack file does: two revisions, compared resource by resource."""
