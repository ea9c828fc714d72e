"""The old wires: pages written for the template that Orderbell succeeds, or for its remake."""
