"""Diagrams, tables and forms: read safely, checked, bound together; nothing here executes.

`deployment.build` takes the files of one deployment and gives definitions, or raises `Refused` with every finding.
On the way: `xml` (bytes that are harmless) → `schema` and `inspection` (only what is executed; the positive lists are
`vocabulary` for BPMN and `extensions` for the dialect) → `reader` (the immutable `model`) → `rules` (lint) →
`definition` (bound and hashed). `messages` says every finding in Chinese and English.
"""
