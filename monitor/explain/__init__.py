"""The missed-clip doctor: which step lost an article, why, and what one can do; what it is for each campaign.

`facts` and `judging` decide (pure), `gathering` asks the archive, the `sentences` say it, `files` reads what a
person gives. Nothing here writes into the archive or asks a site.
"""
