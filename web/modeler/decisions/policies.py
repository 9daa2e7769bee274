"""Hit policies and aggregators in words."""

from flask_babel import gettext


def policy(name: str, aggregation: str = "") -> str:
    """A hit policy (DMN 1.5 §8.2.10) in words that say what it does."""
    words: dict[str, str] = (
        {
            "SUM": gettext("the sum of all matching rules"),
            "MIN": gettext("the smallest of all matching rules"),
            "MAX": gettext("the largest of all matching rules"),
            "COUNT": gettext("how many rules match"),
        }
        if aggregation
        else {
            "UNIQUE": gettext("at most one rule may match"),
            "ANY": gettext("matching rules must agree"),
            "FIRST": gettext("the first matching rule decides"),
            "PRIORITY": gettext("the matching rule whose result comes first in the list of results decides"),
            "RULE ORDER": gettext("the results of all matching rules, in the order of the rules"),
            "OUTPUT ORDER": gettext("the results of all matching rules, in the order of the list of results"),
            "COLLECT": gettext("the results of all matching rules"),
        }
    )
    return words.get(aggregation or name, aggregation or name)
