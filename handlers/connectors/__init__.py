"""The systems outside that cases are shared with, and how they are told of them (clause 3.3.a)."""
