"""When things are done: what is due (pure), and the one process that does it. Only this package knows apscheduler."""
