"""Procedures between the database and a folder that Git looks after."""
