"""Who may decide on a proposal: a second person, who had no hand in it; whoever stands in for somebody counts as them."""

from web.account.people import Visitor
from web.modeler.publishing.proposals import Proposal


def persons(visitor: Visitor) -> frozenset[str]:
    """The visitor, and the absent for whom they stand in."""
    return frozenset({visitor.id, *(absent.id for absent in visitor.stands_in_for)})


def hindered(visitor: Visitor, proposal: Proposal) -> list[str]:
    """As whom the visitor had a hand in it: nobody where they may decide on it."""
    return sorted(persons(visitor) & set(proposal.authors))
