"""Random blocks of diagrams, one family a file."""
