"""Tests of the run with faults: its clients, its faults and its checker."""
