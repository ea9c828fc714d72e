"""Long polling and server-sent events for kitchens: what a gateway does, without WebSockets.

It is measured beside the gateway (docs/push.md), and no part of the product.
"""
