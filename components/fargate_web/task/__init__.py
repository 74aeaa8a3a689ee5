"""The parts of a task: task definition, containers, volumes, roles and security group."""
