"""Takes pictures of the pages in every state: `make screenshots`."""
