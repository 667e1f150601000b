"""The tested package behind the book *Machine Learning, Derived*."""

__version__ = "0.1.0"
