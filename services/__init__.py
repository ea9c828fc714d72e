"""The four services, one process each; they never import each other."""
