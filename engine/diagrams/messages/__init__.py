"""The sentences of every finding, Chinese beside English, known by the finding's rule.

`finding` makes one in English; `sentence` says an existing one in another language from its rule and parameters.
"""

from engine.diagrams.messages.catalogue import Language, finding, rules, sentence
from engine.diagrams.messages.entry import Entry, Sentence

__all__ = ["Entry", "Language", "Sentence", "finding", "rules", "sentence"]
