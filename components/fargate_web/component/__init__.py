"""What every component does in the same way: reads its arguments, names its children, writes documents, and lets callers transform children."""
