"""How many bytes of memory a loaded instance holds, told from its snapshot.

Python objects cost far more than their text: a number 32 bytes beside its place in a dictionary or list, a dictionary
of one entry about 200. So the text is counted twice (Chinese text is three bytes here and two or, beside rarer
characters, four there), and everything it is made of by what it was measured to cost; `benchmarks.memory` holds the
estimate against what the operating system says.
"""

INSTANCE = 3600
VALUE = 45
CONTAINER = 110


def held(snapshot: bytes) -> int:
    """Bytes that the instance of this snapshot holds in memory, rather too many than too few."""
    values = snapshot.count(b",") + snapshot.count(b":")
    containers = snapshot.count(b"{") + snapshot.count(b"[")
    return INSTANCE + 2 * len(snapshot) + VALUE * values + CONTAINER * containers
