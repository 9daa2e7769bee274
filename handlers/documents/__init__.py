"""Official documents: one letter, two files (Word and PDF), kept as issued."""
