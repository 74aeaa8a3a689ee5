"""How services find and call each other: Service Connect, Cloud Map and security group rules for callers."""
