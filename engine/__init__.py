"""Runs processes: reads diagrams, executes them deterministically, keeps a journal that can be proved."""
