"""The explorer: a static site over the published warehouse, for people who read rather than query."""
