"""Values as the YAML that people write in scenario files: small things on one line, larger ones below one another."""

from typing import Any

import yaml

_WIDTH = 118
_DEEPEST_ON_A_LINE = 3


class _Dumper(yaml.SafeDumper):
    """Writes dates plain, as scenario files are read, and a thing that comes twice twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def on_a_line(value: Any) -> str:
    """The value in one line."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=True, width=10**9, allow_unicode=True, sort_keys=False
    )
    return text.removesuffix("...\n").rstrip("\n")


def entry(key: str, value: Any, indent: int) -> str:
    """An entry of a mapping as whole lines, its key indented by so many spaces."""
    return f"{' ' * indent}{on_a_line(key)}:{inside(value, indent, used=indent + len(key) + 2)}"


def item(value: Any, indent: int) -> str:
    """An item of a list as whole lines, its dash indented by so many spaces."""
    margin = " " * indent
    if isinstance(value, dict) and value and not _is_small(value, indent + 2):
        lines = "".join(entry(key, inner, indent + 2) for key, inner in value.items())
        return f"{margin}- {lines[indent + 2 :]}"
    return f"{margin}-{inside(value, indent, used=indent + 2)}"


def inside(value: Any, indent: int, used: int) -> str:
    """What follows a colon or a dash, to the end of its last line; `used` are the characters before it in its line."""
    if not isinstance(value, dict | list) or not value or _is_small(value, used):
        return f" {on_a_line(value)}\n"
    if isinstance(value, dict):
        return "\n" + "".join(entry(key, inner, indent + 2) for key, inner in value.items())
    return "\n" + "".join(item(inner, indent + 2) for inner in value)


def document(content: dict[str, Any]) -> str:
    """A whole file."""
    return "".join(
        f"{key}:\n" + "".join(item(one, 2) for one in value) if key == "steps" and value else entry(key, value, 0)
        for key, value in content.items()
    )


def _is_small(value: Any, used: int) -> bool:
    """Whether it is read at a glance on one line. What happens in a step stands on lines of its own."""
    if isinstance(value, dict) and not _ACTIONS.isdisjoint(value):
        return False
    return _depth(value) <= _DEEPEST_ON_A_LINE and used + len(on_a_line(value)) <= _WIDTH


_ACTIONS = frozenset({"complete", "start", "advance", "until", "working_days", "message", "expect", "by"})


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0) if isinstance(value, dict | list) else 0
