"""The control flow of one scope as a net of places and steps, and what its tokens can do."""

from engine.diagrams.net.exploration import LIMIT, Exploration, explore
from engine.diagrams.net.graph import Graph
from engine.diagrams.net.net import Net
from engine.diagrams.net.translation import translate

__all__ = ["LIMIT", "Exploration", "Graph", "Net", "explore", "translate"]
