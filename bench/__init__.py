"""Measurements from outside, through the edge alone."""
