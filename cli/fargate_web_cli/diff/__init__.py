"""`fargate-web diff`: compares the resources of two revisions of a project."""
