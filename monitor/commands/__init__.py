"""The commands, one module per group. Each function decides little: it calls and prints."""
