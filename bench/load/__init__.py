"""The load: clients in a process of their own, lighter than any server that they ask."""
