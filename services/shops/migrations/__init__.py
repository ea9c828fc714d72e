"""The revisions of the database of `shops`."""
