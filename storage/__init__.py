"""The memory that `crawler` and `monitor` share; it imports nothing of theirs."""
