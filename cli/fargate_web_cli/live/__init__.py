"""Commands for a deployed stack, which ask AWS: what they have in common, and a folder for each."""
