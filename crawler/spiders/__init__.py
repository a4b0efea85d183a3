"""Spiders: short, because the pure modules decide."""
