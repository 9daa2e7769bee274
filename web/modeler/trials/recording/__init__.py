"""Scenarios recorded from real cases, with everything personal replaced (docs/workshop.md says how)."""
