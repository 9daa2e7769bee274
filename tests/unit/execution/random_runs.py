"""How many random diagrams a test draws: few in `make test`, each time the same; as many new ones as TIAOKUAI_DIAGRAMS says
in the long run (see CONTRIBUTING.md)."""

import os
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

_WANTED = os.environ.get("TIAOKUAI_DIAGRAMS")


def on_random_diagrams(few: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run the test with a `source` of randomness (`random.Random`), `few` times where nobody wants another number."""
    bounds = settings(
        max_examples=int(_WANTED) if _WANTED else few,
        derandomize=not _WANTED,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: bounds(given(source=st.randoms(use_true_random=False))(test))
