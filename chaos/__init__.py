"""Proves the promise from outside: breaks everything by a seed, and checks what clients saw.

`python -m chaos --seconds 120 --seed 7`, or `make chaos SECONDS=120 SEED=7`.
"""
