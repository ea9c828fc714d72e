"""Tests, laid out by what they need."""
