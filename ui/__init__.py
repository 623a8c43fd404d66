"""The window: pages, models, widgets, background jobs. Everything is done through the services."""
