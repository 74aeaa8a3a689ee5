"""What one task is made of: task definition, containers, volumes, roles and network access."""
