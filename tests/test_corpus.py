"""Reading a corpus: which files, in which order, and what happens to those that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.corpus import CorpusError, read


def test_documents_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "c/d/e.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    documents = list(read(tmp_path))
    assert [document.doc_id for document in documents] == ["a.txt", "a/z.txt", "b.txt", "c/d/e.md"]
    assert [document.content for document in documents] == [b"a.txt", b"a/z.txt", b"b.txt", b"c/d/e.md"]
    assert documents[1].source == str(tmp_path.resolve() / "a" / "z.txt")


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/config", "seen.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [document.doc_id for document in read(tmp_path)] == ["seen.txt"]


def test_a_corpus_may_be_one_file(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"text")
    (document,) = read(tmp_path / "one.txt")
    assert (document.doc_id, document.content, document.problem) == ("one.txt", b"text", None)


def test_an_empty_folder_is_an_empty_corpus(tmp_path: Path) -> None:
    assert list(read(tmp_path)) == []


def test_a_missing_folder_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"There is no folder or file .*nowhere: check the path"):
        read(tmp_path / "nowhere")


def test_a_broken_link_is_a_document_with_a_problem(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "good.txt").write_bytes(b"text")
    broken, good = read(tmp_path)
    assert broken.content is None
    assert broken.problem == "cannot be read: No such file or directory"
    assert good.content == b"text"


def test_a_pipe_does_not_block_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (document,) = read(tmp_path)
    assert (document.content, document.problem) == (None, "not a plain file")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_locked_file_is_a_document_with_a_problem(tmp_path: Path) -> None:
    (tmp_path / "locked.txt").write_bytes(b"text")
    (tmp_path / "locked.txt").chmod(0)
    (document,) = read(tmp_path)
    assert document.problem == "cannot be read: Permission denied"
