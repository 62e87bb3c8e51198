"""Imported by the process that workers are forked from: what each of them needs first is loaded once, and its memory is shared."""

import contextlib

from flows.pattern_cache import keep_compiled_patterns
from warehouse.collection import spare_living, without_collection
from warehouse.memory import release_unused

# Something for every stage: most of what they load and compile they do at their first sentence.
SENTENCE = "据新华社北京1月2日电，李明表示，2018年某市高新区企业增至1200家，同比增长5.3%，某银行向其贷款500万元。"


@without_collection()
def warm() -> None:
    """Load what stages need, and what they compile."""
    from flows.annotate import extract
    from flows.own_process import leave_pandas_out, own_process
    from flows.taggers import seeds_of

    own_process()
    leave_pandas_out()
    # What is wrong is told by the worker that meets it, in its batch.
    with contextlib.suppress(Exception):
        extract([{"id": "0", "text": SENTENCE}], seeds=seeds_of(models=True))
    keep_compiled_patterns()
    spare_living()
    release_unused()


warm()
