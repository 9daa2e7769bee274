"""What the engine does by itself: one file a kind, each a table whose rows say when somebody looks at them next."""
