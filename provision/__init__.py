"""What a system needs before it starts: secrets, and databases with their roles and schemas."""
