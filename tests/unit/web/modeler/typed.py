"""What a browser sends from a page whose form nobody touched."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._select = ""
        self._chosen: str | None = None
        self._area: list[str] | None = None
        self._name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        match tag:
            case "input":
                kind = given.get("type") or "text"
                if name and kind != "file" and (kind not in ("checkbox", "radio") or "checked" in given):
                    self.sent.append((name, value))
            case "select":
                self._select, self._chosen = name, None
            case "option" if self._select and (self._chosen is None or "selected" in given):
                self._chosen = value
            case "textarea":
                self._name, self._area = name, []

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.sent.append((self._select, self._chosen or ""))
            self._select = ""
        elif tag == "textarea" and self._area is not None:
            text = "".join(self._area).removeprefix("\n").replace("\n", "\r\n")
            self.sent.append((self._name, text))
            self._area = None


def untouched(html: str) -> list[tuple[str, str]]:
    """Names and values in the order of the page, as HTML sends them."""
    parser = _Fields()
    parser.feed(html)
    return parser.sent
