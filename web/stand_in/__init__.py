"""A small server that plays the three outside systems, for the demo and the tests; never part of an installation."""

from web.stand_in.server import StandIn

__all__ = ["StandIn"]
