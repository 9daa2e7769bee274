// What the library offers and this engine refuses or has a field of its own for, each with the reason.
// tests/unit/web/modeler/test_panel_covers_dialect.py holds the list to the dialect.
import list from "./hidden.json";

export const hidden = { groups: new Set(Object.keys(list.groups)), entries: new Set(Object.keys(list.entries)) };
