"""Turns articles into mentions, has people review them, and reports."""
