"""`fargate-web exec`: a shell or a command in a running container."""
