"""Pure functions on Arrow tables: from raw pages to facts."""
