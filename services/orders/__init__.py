"""Places orders and owns their life cycle."""
