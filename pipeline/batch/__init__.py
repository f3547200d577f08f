"""Runs the pipeline over a corpus that grows: only what changed is done again, and each run is published at once.

======================================  ================================================================
:mod:`~pipeline.batch.run`              the entry: nothing is loaded before something is known to have changed
:mod:`~pipeline.batch.seal`             whether anything changed, by names, sizes and times alone
:mod:`~pipeline.batch.outcome`          what a run came to
:mod:`~pipeline.batch.manifest`         the account of a run that lies beside its tables
:mod:`~pipeline.batch.recipes`          what the rows of each stage depend on, beside the documents
:mod:`~pipeline.batch.bundles`          the rows of some documents in every table, as files
:mod:`~pipeline.batch.planning`         what a run must do: a pure function of corpus and former run
:mod:`~pipeline.batch.former`           the published run, as the next one finds it
:mod:`~pipeline.batch.work`             what an interrupted run had finished
:mod:`~pipeline.batch.documents`        one document from bytes to rows
:mod:`~pipeline.batch.tasks`            the documents of one task, in whatever process
:mod:`~pipeline.batch.engines`          processes of this machine, or of a Ray cluster
:mod:`~pipeline.batch.assembly`         the files of the new run, from what is kept and what is new
:mod:`~pipeline.batch.making`           the order of all this
======================================  ================================================================
"""
