"""What every command shares in writing for people: width, colours, layout, standard output."""
