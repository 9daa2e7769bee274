"""Operaton's engine as a contender; the README beside this file tells how it is run and why so."""
