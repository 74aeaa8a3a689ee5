"""Code that all components share: parse arguments, name children, write JSON documents, and transform children."""
