"""People, what they belong to, and how they prove who they are."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.account import own

    return own.pages
