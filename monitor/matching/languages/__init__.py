"""What matching knows of each language, one table per language; nothing in them comes from a campaign."""
