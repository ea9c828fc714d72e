"""How a kitchen may wait for orders, measured way by way: docs/push.md."""
