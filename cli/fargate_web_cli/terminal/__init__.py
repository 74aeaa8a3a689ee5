"""Terminal input and output that all commands share: parsers, width, colours, layout, standard output."""
