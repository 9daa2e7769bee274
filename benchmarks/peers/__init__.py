"""Other engines measured beside ours, in one run, on one database cluster and with the same diagrams."""
