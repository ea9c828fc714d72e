"""Shops, their menus, opening hours by hand, kitchen sessions and kitchen presence."""
