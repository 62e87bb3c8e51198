"""Machinery that several tables share: spans, ids, numerals, units, dates, matchers, taggers."""
