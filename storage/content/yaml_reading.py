"""YAML as content files hold it; a day that no calendar has is read as the words it is, so that it can be named."""

from typing import Any

import yaml

_TIMESTAMP = "tag:yaml.org,2002:timestamp"
UNREADABLE = (yaml.YAMLError, ValueError, RecursionError)  # what reading a text that nobody should write may raise


def _day_or_words(loader: Any, node: yaml.ScalarNode) -> object:
    """The day or moment that is written, or the text itself where it is none ("2026-02-30")."""
    try:
        return yaml.constructor.SafeConstructor.construct_yaml_timestamp(loader, node)
    except ValueError:
        return loader.construct_scalar(node)


Loader: Any = type("Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {})
Loader.add_constructor(_TIMESTAMP, _day_or_words)


def load(text: str) -> Any:
    """The value the text holds; one of UNREADABLE where it is no YAML."""
    return yaml.load(text, Loader=Loader)  # noqa: S506 (a safe loader)
