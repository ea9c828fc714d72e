"""How each kind of fault is done."""
