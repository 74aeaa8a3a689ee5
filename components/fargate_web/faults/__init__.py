"""What is wrong with settings: faults with positions, how settings are validated, and how faults are worded."""
