"""What a form consists of, as immutable values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "textfield",
    "textarea",
    "number",
    "checkbox",
    "radio",
    "select",
    "checklist",
    "datetime",
    "filepicker",
    "text",
    "table",
    "separator",
    "spacer",
    "group",
]

MAXIMUM_CHARACTERS = 10_000
"""Of a text whose form states no `maxLength`; a stated one may be ten times as long."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """Why a field was not accepted; the web says it in words. `parameters` fill the sentence.

    Codes: `required`; `too_short`, `too_long` {limit}; `characters` (control characters); `pattern`; `email`; `phone`;
    `not_a_number`; `too_small`, `too_large` {limit}; `too_many_decimals` {limit}; `not_an_option` {value};
    `not_a_date`; `date_passed` {today}; `too_many` {limit} (files or options).
    """

    code: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a radio, select or checklist."""

    value: str
    label: str
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: shows the entry `key` of each row."""

    key: str
    label: str
    label_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One component. `name` is its key, or its id when it takes no value; unique within the form.

    `text` is markdown of a `text`, `expression` the FEEL that yields it, or the rows of a table; `hide` is FEEL that
    hides the component, and with a group all in it; `options_from` is FEEL that yields the options of a choice. `span` is its width in sixteenths of a row, 0 for all of it; `row`
    groups those that share one. A `readonly` field shows its variable and takes no value. `default` is a JSON value.
    """

    kind: Kind
    name: str
    key: str = ""
    label: str = ""
    label_en: str = ""
    description: str = ""
    description_en: str = ""
    required: bool = False
    readonly: bool = False
    personal: bool = False
    hide: str = ""
    default: Any = None
    minimum_length: int = 0
    maximum_length: int = MAXIMUM_CHARACTERS
    pattern: str = ""
    text_kind: Literal["", "email", "phone"] = ""
    minimum: float | None = None
    maximum: float | None = None
    decimals: int | None = None
    future_only: bool = False
    multiple: bool = False
    accept: str = ""
    prefix: str = ""
    suffix: str = ""
    options: tuple[Option, ...] = ()
    options_from: str = ""
    columns: tuple[Column, ...] = ()
    text: str = ""
    text_en: str = ""
    expression: str = ""
    expression_en: str = ""
    row: str = ""
    span: int = 0
    components: tuple["Component", ...] = ()

    @property
    def is_field(self) -> bool:
        """Whether it has a value."""
        return bool(self.key)

    def walk(self) -> Iterator["Component"]:
        """Itself and all within, in document order."""
        yield self
        for component in self.components:
            yield from component.walk()
