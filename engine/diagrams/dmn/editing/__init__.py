"""DMN files on their way to an editor that reads DMN 1.3 only, and back to what they were.

What such an editor does not know travels inside of extension elements, which it keeps untouched; so the file that it saves
holds everything, however long it lay about, and needs no original beside it.
"""

from engine.diagrams.dmn.editing.incoming import from_editor
from engine.diagrams.dmn.editing.outgoing import for_editor

__all__ = ["for_editor", "from_editor"]
