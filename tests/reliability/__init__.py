"""What can be relied on: faults are injected with real processes, signals and file systems."""
