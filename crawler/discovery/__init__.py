"""What a site offers to be read by: its name, feeds, sitemaps, search, and what it allows (docs/design/215).

python -m crawler discover --archive SCRATCH --order ID
"""
