"""The rehearsal of the morning: a press world, a mail server with faults, ticks that are killed, and a verdict.

Everything in it is real but the clock: processes of the command line, a crawl over HTTP, mail over SMTP. Nothing
reaches into the product: it is watched from outside (its archive read-only, its files, what its sockets say).
"""
