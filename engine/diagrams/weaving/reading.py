"""What goes wrong when a file is read with the places of its parts."""


class Unreadable(ValueError):
    """The bytes are no file of the kind, or none that may be read."""
