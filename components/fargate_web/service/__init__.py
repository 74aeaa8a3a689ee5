"""The ECS service: traffic, deployment, timeouts, migration and discovery."""
