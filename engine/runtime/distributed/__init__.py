"""Background work by any number of processes on any number of machines: PostgreSQL and Procrastinate."""
