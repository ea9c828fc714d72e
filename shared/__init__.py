"""What every service shares: contracts, broker sessions, outbox, tokens, settings, telemetry."""
