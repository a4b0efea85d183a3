"""The read-only page that says what is due, late and failed. Only this package knows the web framework."""
