"""Packaging is described in setup.cfg; this file lets older installers find it."""

from setuptools import setup

setup()
