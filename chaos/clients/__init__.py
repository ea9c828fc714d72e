"""Customers and kitchens of the run: they know the contract alone, and write down what they see.

They import nothing of the product. `crowd.Crowd` and `pages.Pages` are what a run starts.
"""
