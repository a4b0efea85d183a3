"""What is due, late and failed, as a value and in sentences: for the desk's page and for `doctor`."""
