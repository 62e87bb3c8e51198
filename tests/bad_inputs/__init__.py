"""Bad and nasty inputs, made by `make`, each with what must come of it."""
