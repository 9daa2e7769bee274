"""What each kind of flow node does with a token: one small file a family."""
