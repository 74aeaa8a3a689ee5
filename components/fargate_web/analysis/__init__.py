"""What follows from the settings alone: route overlaps, rule priorities, order and duration of deployments."""
