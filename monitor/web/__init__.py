"""The review desk: an app factory, one module per page, templates, static files. Only monitor.web and monitor.status know the web framework."""
