"""YAML within bounds: small files can say much, by naming one part again and again."""

from typing import Any

import yaml
from yaml.composer import ComposerError

MOST_NODES = 50_000
"""Values of a file, those that it only names again counted each time; a scenario written by people has some hundreds."""
DEEPEST = 50


class Loader(yaml.SafeLoader):
    """Safe YAML in which dates stay the texts they are written as. Too much, too deep or endless is a yaml.YAMLError."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self._sizes: dict[int, int] = {}
        self._total = 0
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """One value with all in it."""
        named, mark, before = self.check_event(yaml.AliasEvent), self.get_mark(), self._total
        self._depth += 1
        if self._depth > DEEPEST:
            raise ComposerError(None, None, f"values lie more than {DEEPEST} deep in each other", mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        if named and id(node) not in self._sizes:
            raise ComposerError(None, None, "a value holds itself", mark)
        self._total += self._sizes[id(node)] if named else 1
        self._sizes.setdefault(id(node), self._total - before)
        if self._total > MOST_NODES:
            raise ComposerError(None, None, f"there are more than {MOST_NODES} values", mark)
        return node


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
