"""The query language: boolean rules that staff write, in the spelling they are used to."""
