"""The operator's command line: `orderbell`."""
