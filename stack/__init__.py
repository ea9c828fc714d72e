"""The launcher: describes the whole system, prepares it, and hands it to a supervisor."""
