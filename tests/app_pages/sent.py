"""Everything that a page has sent to the browser."""

from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest


def everything_sent(app: AppTest) -> bytes:
    """The messages of every element of the page and the sidebar, tables included, as they go out."""
    return b"".join(
        node.proto.SerializeToString()
        for node in _nodes(app._tree)
        if hasattr(getattr(node, "proto", None), "SerializeToString")
    )


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


def open_tab(app: AppTest, key: str, label: str) -> AppTest:
    """The page with this tab open."""
    app.session_state[key] = label
    return app.run()


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _nodes(child)
