"""Who acts in these tests."""

from engine.runtime.permissions import Actor
from tests.process_files import GROUP

WANG = Actor("wang", frozenset({GROUP}))
LI = Actor("li", frozenset({GROUP, "head@jiangchuan"}))
STRANGER = Actor("stranger", frozenset({"dispatcher@gumei"}))
CLERK = Actor("clerk")
