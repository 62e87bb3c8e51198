"""Data that drives the extraction: pages, lexicons, units, rules and models."""
