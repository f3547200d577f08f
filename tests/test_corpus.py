"""Finding the documents of files, folders and patterns: which, in which order, by which name, and what is refused."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import pickle
import socket
import sys
from pathlib import Path

import pytest

from pipeline.corpus import CorpusError, InputOptions, RawDocument, fetch, survey
from tests.inputs import contents, documents, entries


def write(root: Path, *names: str) -> None:
    """Write files that hold their own names."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(name.encode())


def test_documents_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.txt", "a.txt", "c/d/e.unknown")
    found = documents(tmp_path)
    assert [document.doc_id for document in found] == ["a.txt", "a/z.txt", "b.txt", "c/d/e.unknown"]
    assert [document.content for document in found] == [b"a.txt", b"a/z.txt", b"b.txt", b"c/d/e.unknown"]
    assert found[1].source == str(tmp_path.resolve() / "a" / "z.txt")


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["a.txt", "x/a.txt", "x/y/a.txt"]),
        ("x/*", ["a.txt", "b.md", "y/a.txt"]),
        ("x/?.md", ["b.md"]),
        ("[ab].txt", ["a.txt"]),
    ],
)
def test_a_pattern_stands_for_what_matches_it_and_what_lies_below(tmp_path: Path, pattern: str, ids: list[str]) -> None:
    write(tmp_path, "a.txt", "x/a.txt", "x/b.md", "x/y/a.txt", "x/.hidden.txt", ".git/a.txt")
    assert list(contents(f"{tmp_path}/{pattern}")) == ids


def test_a_file_named_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    write(tmp_path, "a[1].txt", "a1.txt")
    assert list(contents(tmp_path / "a[1].txt")) == ["a[1].txt"]


def test_several_inputs_are_as_if_in_one_folder(tmp_path: Path) -> None:
    write(tmp_path, "2020/a.txt", "2021/a.txt", "one.txt")
    found = contents(tmp_path / "2021", tmp_path / "2020", tmp_path / "one.txt", f"{tmp_path}/202?/a.txt")
    assert list(found) == ["2021/a.txt", "2020/a.txt", "one.txt", *(f"{tmp_path.name}/{n}/a.txt" for n in (2020, 2021))]


def test_documents_of_the_same_name_are_all_kept(tmp_path: Path) -> None:
    write(tmp_path, "x/a.txt", "y/a.txt", "y/a.txt~2")
    same = tmp_path / "x" / "a.txt"
    assert list(contents(same, same, tmp_path / "y" / "a.txt~2", same)) == ["a.txt", "a.txt~2", "a.txt~2~2", "a.txt~3"]


def test_an_address_of_a_local_file_needs_nothing_installed(tmp_path: Path) -> None:
    write(tmp_path, "a b.txt")
    assert contents(f"file://{tmp_path}/a%20b.txt") == {"a b.txt": b"a b.txt"}


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, ".hidden.txt", ".git/config", "seen.txt")
    assert list(contents(tmp_path)) == ["seen.txt"]


def test_a_corpus_may_be_one_file(tmp_path: Path) -> None:
    write(tmp_path, "one.txt")
    assert contents(tmp_path / "one.txt") == {"one.txt": b"one.txt"}


def test_an_empty_folder_is_an_empty_corpus(tmp_path: Path) -> None:
    assert contents(tmp_path) == {}


def test_a_file_packed_with_gzip_is_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.HTML.gz").write_bytes(gzip.compress(b"one ") + gzip.compress(b"two"))
    assert contents(tmp_path) == {"a.HTML.gz": b"one two"}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nowhere", r"There is no folder or file .*nowhere: check the path"),
        ("*.nothing", r"No file matches .*\*\.nothing: check the pattern"),
        ("a**b", r"Cannot read the pattern .*a\*\*b"),
        ("pipe", r"pipe is neither a folder nor a plain file: to read a pipe, give -"),
    ],
)
def test_an_input_that_is_missing_is_refused_at_once(tmp_path: Path, source: str, message: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path, "good.txt")
    with pytest.raises(CorpusError, match=message):
        survey([tmp_path / "good.txt", tmp_path / source], InputOptions(), tmp_path, lambda *_: True)


def test_a_folder_that_cannot_be_listed_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(CorpusError, match=rf"Cannot list the folder {tmp_path} \(Permission denied\): check its perm"):
        survey([tmp_path], InputOptions(), tmp_path, lambda *_: True)


def test_links_within_the_corpus_are_read_and_links_out_of_it_refused(tmp_path: Path) -> None:
    write(tmp_path, "secret.txt", "away/a.txt", "root/real.txt", "root/folder/a.txt")
    root = tmp_path / "root"
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "out").symlink_to(tmp_path / "away")
    (root / "in.txt").symlink_to("real.txt")
    (root / "in").symlink_to("folder")
    (root / "broken.txt").symlink_to("gone.txt")
    (root / "loop.txt").symlink_to("loop.txt")
    refused = "a link that leads out of the input folder: refused"
    assert contents(root) == {
        "broken.txt": "cannot be read: No such file or directory",
        "folder/a.txt": b"root/folder/a.txt",
        "in.txt": b"root/real.txt",
        "loop.txt": "cannot be read: Too many levels of symbolic links",
        "out": refused,
        "out.txt": refused,
        "real.txt": b"root/real.txt",
    }
    assert contents(f"{root}/o*")["out.txt"] == refused
    assert contents(root / "out.txt") == {"out.txt": b"secret.txt"}, "named by hand, a link is followed"


def test_pipes_and_sockets_do_not_block_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("pipe.txt", "pipe.jsonl", "pipe.txt.gz"):
        os.mkfifo(tmp_path / name)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        found = contents(tmp_path)
    assert found == dict.fromkeys(("pipe.jsonl", "pipe.txt", "pipe.txt.gz", "socket.txt"), "not a plain file")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_locked_file_is_a_document_with_a_problem(tmp_path: Path) -> None:
    write(tmp_path, "locked.txt")
    (tmp_path / "locked.txt").chmod(0)
    assert contents(tmp_path) == {"locked.txt": "cannot be read: Permission denied"}


def test_a_file_name_that_is_no_unicode_is_written_out(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"text")
    assert contents(tmp_path) == {r"caf\xe9.txt": b"text"}


@pytest.mark.parametrize(
    ("has_records", "found"),
    [
        (False, {"stdin": b'{"id": 1, "text": "one"}\n{"text": "two"}'}),
        (True, {"1": b"one", "2": b"two"}),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, has_records: bool, found: dict[str, bytes]) -> None:
    given = io.BytesIO(b'{"id": 1, "text": "one"}\n{"text": "two"}')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given))
    assert contents("-", options=InputOptions(records_on_stdin=has_records)) == found
    assert not given.closed


def test_only_what_is_wanted_is_kept(tmp_path: Path) -> None:
    write(tmp_path, "in/plain.txt")
    (tmp_path / "in" / "packed.txt.gz").write_bytes(gzip.compress(b"packed"))
    asked = []

    def wanted(doc_id: str, source: str, sha256: str) -> bool:
        asked.append((doc_id, source, sha256))
        return False

    found = list(survey([tmp_path / "in"], InputOptions(), tmp_path / "spool", wanted))
    assert asked == [(entry.doc_id, entry.source, entry.sha256) for entry in found]
    assert [(entry.size, entry.place) for entry in found] == [(6, None), (12, None)]
    assert not (tmp_path / "spool").exists()
    assert fetch(found[0]).problem == "its bytes were not kept"


def test_an_entry_can_be_read_elsewhere_until_its_file_changes(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt")
    (entry,) = pickle.loads(pickle.dumps(entries(tmp_path / "in", spool=tmp_path)))  # noqa: S301 - our own
    assert fetch(entry) == RawDocument("a.txt", str(tmp_path.resolve() / "in" / "a.txt"), b"in/a.txt")
    assert entry.sha256 == fetch(entry).sha256 == hashlib.sha256(b"in/a.txt").hexdigest()
    (tmp_path / "in" / "a.txt").write_bytes(b"other")
    assert fetch(entry).problem == "it changed while the run was going on: run again"
    (tmp_path / "in" / "a.txt").unlink()
    assert fetch(entry).problem == "cannot be read: No such file or directory"


def test_a_spool_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    write(tmp_path, "file")
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"text"))
    with pytest.raises(CorpusError, match=r"Cannot write .*file/records .*make room, or choose another output"):
        entries(tmp_path / "a.txt.gz", spool=tmp_path / "file")
