"""What two versions of a procedure differ in, in words, on the drawing and in tables."""

from flask import Blueprint

from web.modeler.comparison.saying import SaidFile, said

__all__ = ["SaidFile", "blueprint", "said"]


def blueprint() -> Blueprint:
    from web.modeler.comparison import views

    return views.pages
