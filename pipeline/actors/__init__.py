"""Joins the persons, bodies and countries of a corpus: "Lavrov" here and "Sergei Lavrov" there are one actor.

The tables of documents know an actor by the fullest name that one document gives. Which of those identities are one is
decided over the whole corpus, in this order:

1. **By hand**: what ``aliases.toml`` joins. What it keeps apart is never joined by a later rule either.
2. **The same name** (:mod:`~pipeline.actors.bodies`): a body's name under several types ("Hamas" as ORG and as NORP);
   the names of one country ("US", "United States"; not capitals); a body named after a country in other words
   ("Foreign Ministry of Russia", "the Russian Foreign Ministry"). A person and a body never share an actor.
3. **A body without its country** ("the Foreign Ministry") is the one with it, if every document that has the short
   name has the same long one.
4. **A shorter name of a person** (:mod:`~pipeline.actors.persons`) is a fuller person's, if the evidence says so.

No chains: names under 2 share one key, and a short name under 3 and 4 joins one fuller one; two fuller ones are never
joined because they share a short one. The order of the documents changes nothing.
"""

from pipeline.actors.changes import Change, Changes, changes
from pipeline.actors.rows import actor_rows, document_dates

__all__ = ["Change", "Changes", "actor_rows", "changes", "document_dates"]
