"""Orchestration: plan, runner, Prefect flow and the command line."""
