"""The command `fargate-web alarms`: the states of the alarms of a stack, and their mute for planned work."""
