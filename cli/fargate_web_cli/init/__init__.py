"""`fargate-web init`: creates the files of a new project, from answers or from existing files."""
