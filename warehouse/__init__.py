"""Contracts, guards, lake and the published warehouse."""
