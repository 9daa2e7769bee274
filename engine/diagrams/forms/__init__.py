"""Forms: a named subset of form-js JSON, read or refused, shown by the web, validated here.

Read are textfield, textarea, number, checkbox, radio, select, checklist, datetime (dates), filepicker (attachments),
text, table, separator, spacer and group. `properties` hold the second language (`label_en`, `description_en`,
`text_en`, `options_en`, `columns_en`) and `personal = "true"`.
"""

from engine.diagrams.forms.form import ORGANISATION, Form
from engine.diagrams.forms.model import Column, Component, FieldError, Option
from engine.diagrams.forms.reading import read

__all__ = ["ORGANISATION", "Column", "Component", "FieldError", "Form", "Option", "read"]
