"""Guards: what is expected of every table, counted in DuckDB, judged by Great Expectations."""

from warehouse.expectations.audit import Audit, audit
from warehouse.expectations.rules import Expectation, expectations_of

__all__ = ["Audit", "Expectation", "audit", "expectations_of"]
