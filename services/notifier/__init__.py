"""Turns order and shop events into what each audience may see, in batches for every gateway."""
