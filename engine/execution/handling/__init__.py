"""What each command does: it is checked first, and only then changes anything."""
