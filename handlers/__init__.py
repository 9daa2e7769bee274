"""Python behind the service tasks of the procedures: small typed functions, registered by name."""
