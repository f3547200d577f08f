"""The errors that stop a run. A bad document is never one of them: it becomes a row with a status and a reason."""

from __future__ import annotations


class SaidbyError(Exception):
    """A fault that a person has to mend; its message says what happened, where, and what to do next."""
