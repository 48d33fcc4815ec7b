"""XML as a tree of plain nodes that know their lines. Nothing is fetched and nothing is expanded."""

import io
from collections.abc import Iterator
from xml.sax import SAXException, SAXParseException  # the parser itself is defusedxml's
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import Locator

from dashboard.domain.plain_text import shortened
from dashboard.errors import UnreadableFile
from dashboard.registers.files import Source

LARGEST = 100 << 20
MOST_ELEMENTS = 3_000_000
DEEPEST = 40


class Node:
    """An element: its name without a namespace, the line it begins on, its text, what is in it."""

    __slots__ = ("children", "line", "name", "text")

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self.line = line
        self.text = ""
        self.children: list[Node] = []

    def all(self, name: str) -> Iterator["Node"]:
        """The elements of that name directly in it."""
        return (child for child in self.children if child.name == name)

    def first(self, *path: str) -> "Node | None":
        """The first element down a path of names."""
        found: Node | None = self
        for name in path:
            found = next(found.all(name), None) if found else None
        return found

    def value(self, *path: str) -> str:
        """The text of the first element down a path, '' if there is none."""
        found = self.first(*path)
        return found.text.strip() if found else ""

    def descendants(self, name: str) -> Iterator["Node"]:
        """Every element of that name at any depth, in the order of the file."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.descendants(name)


def read_xml(source: Source) -> Node:
    """The outermost element; UnreadableFile, with the line, for XML that is ill-formed or not allowed."""
    from defusedxml import DefusedXmlException, DTDForbidden
    from defusedxml.sax import parse

    with source.open() as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UnreadableFile(
            f"{source.name} is too large for an XML file ({LARGEST >> 20} MB at most): export it as CSV."
        )
    tree = _Tree(source.name)
    try:
        parse(io.BytesIO(content), tree, forbid_dtd=True)
    except DTDForbidden as forbidden:
        raise UnreadableFile(
            f"{source.name} holds a document type (DTD), which no export needs: it is not allowed. "
            "Export the file again from your system."
        ) from forbidden
    except DefusedXmlException as forbidden:
        raise UnreadableFile(
            f"{source.name} holds entities or points to other files, which is not allowed. "
            "Export the file again from your system."
        ) from forbidden
    except SAXParseException as problem:
        raise UnreadableFile(
            f"{source.name}, line {problem.getLineNumber()}: the XML is damaged or was cut short "
            f"({shortened(problem.getMessage())}). Export the file again."
        ) from problem
    except (SAXException, LookupError, ValueError) as problem:
        raise UnreadableFile(f"{source.name} cannot be read as XML: export the file again.") from problem
    return tree.outermost.children[0]


class _Tree(ContentHandler):
    """Builds the nodes while the parser reads."""

    def __init__(self, file_name: str) -> None:
        super().__init__()
        self.outermost = Node("", 0)
        self._file_name = file_name
        self._open = [self.outermost]
        self._texts: list[list[str]] = [[]]
        self._elements = 0

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 the parser's name
        """Where the parser is in the file."""
        self._place = locator

    def startElement(self, name: str, attrs: object) -> None:  # noqa: ARG002, N802 the parser's names
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(self._open) > DEEPEST:
            raise UnreadableFile(f"{self._file_name} is too large or too deep for XML: export it as CSV.")
        node = Node(name.rpartition(":")[2], self._place.getLineNumber() or 0)
        self._open[-1].children.append(node)
        self._open.append(node)
        self._texts.append([])

    def characters(self, content: str) -> None:
        self._texts[-1].append(content)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 the parser's names
        self._open.pop().text = "".join(self._texts.pop()).replace("\0", "")
