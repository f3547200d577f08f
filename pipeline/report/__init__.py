"""The report: one HTML file that shows a run in any browser, offline.

Tables go in and a string comes out, the same string for the same tables: no clock, no files, no network. On the way
they become records (:mod:`~pipeline.report.records`), figures over the whole run (:mod:`~pipeline.report.overview`,
:mod:`~pipeline.report.quality`) and the compressed data that the page's own script filters and shows
(:mod:`~pipeline.report.payload`).
"""

from __future__ import annotations

from pipeline.report.page import page
from pipeline.report.records import NEEDED
from pipeline.store import Run


def report(run: Run) -> str:
    """The report of a run, as one HTML page of at most :data:`~pipeline.report.payload.MAX_BYTES` bytes in UTF-8.

    Raises :class:`~pipeline.store.StoreError` where the run is older than a table that the report needs.
    """
    return page({name: run.table(name) for name in NEEDED})
