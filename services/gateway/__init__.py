"""Holds browsers' sockets and passes frames both ways: it knows channels, tokens and frames."""
