"""YAML as content files hold it; a day that no calendar has is read as the words it is, so that it can be named."""

from collections.abc import Iterator
from typing import Any

import yaml

_MAPPING = "tag:yaml.org,2002:map"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
UNREADABLE = (yaml.YAMLError, ValueError, RecursionError)  # what reading a text that nobody should write may raise


def _day_or_words(loader: Any, node: yaml.ScalarNode) -> object:
    """The day or moment that is written, or the text itself where it is none ("2026-02-30")."""
    try:
        return yaml.constructor.SafeConstructor.construct_yaml_timestamp(loader, node)
    except ValueError:
        return loader.construct_scalar(node)


def _mapping(loader: Any, node: yaml.MappingNode) -> Iterator[dict[object, object]]:
    """The value of a mapping; of a key that stands twice YAML would keep the last, and drop what an editor wrote."""
    seen: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value != "<<":
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"mục {key.value} viết hai lần", key.start_mark)
            seen.add(key.value)
    yield from yaml.constructor.SafeConstructor.construct_yaml_map(loader, node)


Loader: Any = type("Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {})
Loader.add_constructor(_TIMESTAMP, _day_or_words)
Loader.add_constructor(_MAPPING, _mapping)


def load(text: str) -> Any:
    """The value the text holds; one of UNREADABLE where it is no YAML."""
    return yaml.load(text, Loader=Loader)  # noqa: S506 (a safe loader)
