"""Searching the whole archive with the query language: what is found, what each clause finds, what an article is to a campaign.

`translating` turns a query into what the archive finds quickly (pure), `finding` walks through that and has every
article tried by the query itself, `clauses` says what each part of a query finds, `standing` what a result is.
"""
