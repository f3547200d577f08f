"""The commands that look at a run and hand it on, run as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.published import LAVROV, publish
from tests.test_cli import ROOT, SAIDBY

ARGUMENTS = ("--speaker", "Lavrov", "--columns", "speaker,actor", "--columns", "kind")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("published")).output


def saidby(
    *arguments: str | Path, folder: Path = ROOT, given: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SAIDBY, *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_quotes_are_a_table_unless_another_form_is_asked_for(output: Path) -> None:
    result = saidby("quotes", *ARGUMENTS, "--output", output)
    assert result.stdout.splitlines() == [
        "speaker        actor          kind",
        "Sergei Lavrov  Sergei Lavrov  mixed",
        "Lavrov         Sergei Lavrov  indirect",
        "2 of 2 quotes",
    ]
    assert (result.stderr, result.returncode) == ("", 0)


def test_the_usual_table_has_what_a_reader_wants(output: Path) -> None:
    told = saidby("quotes", "--limit", "1", "--output", output).stdout.splitlines()
    assert told[0].split() == ["date", "publisher", "speaker", "cue", "content"]
    assert told[1].startswith("2021-03-22  CGTN       Sergei Lavrov  said  The treaty will be extended")
    assert told[-1] == "1 of 4 quotes"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--format", "csv", "--limit", "1"), '"speaker","actor","kind"\n"Sergei Lavrov","Sergei Lavrov","mixed"\n'),
        (
            ("--format", "jsonl", "--since", "2021-03-22"),
            '{"speaker": "Sergei Lavrov", "actor": "Sergei Lavrov", "kind": "mixed"}\n',
        ),
        (("--format", "json", "--negated"), "[\n\n]\n"),
        (("--format", "json", "--no-treaty", "--class", "other", "--kind", "mixed"), "[\n\n]\n"),
    ],
)
def test_every_option_filters(output: Path, arguments: tuple[str, ...], expected: str) -> None:
    assert saidby("quotes", *ARGUMENTS, *arguments, "--output", output).stdout == expected


def test_a_file_is_written_in_the_form_of_its_name(output: Path, tmp_path: Path) -> None:
    result = saidby("quotes", *ARGUMENTS, "--to", tmp_path / "found.parquet", "--output", output)
    assert (result.stdout, result.stderr, result.returncode) == ("", "", 0)
    assert pq.read_table(tmp_path / "found.parquet").to_pylist()[0]["speaker"] == "Sergei Lavrov"
    assert [path.name for path in tmp_path.iterdir()] == ["found.parquet"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("quotes", "--columns", "speakers"), "there is no column 'speakers'"),
        (("quotes", "--country", "Narnia"), "'Narnia' is no country"),
        (("quotes", "--to", "found.txt"), "found.txt does not say in which form to write"),
        (("quotes", "--to", "nowhere/found.csv"), "cannot write to nowhere"),
        (("quotes", "--to", "found.csv", "--format", "table"), "a table is for the screen"),
        (("show", "nothing.html"), "nothing.html is no table"),
        (("export", "nowhere/all.json", "--format", "labelstudio"), "cannot write to nowhere"),
        (("import-corrections", "nowhere.json", "--format", "labelstudio"), "nowhere.json: cannot be read"),
    ],
)
def test_what_goes_wrong_is_told_in_one_line(
    output: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = saidby(*arguments, "--output", output, folder=tmp_path)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith("saidby: ")
    assert told in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("quotes", "--since", "yesterday"), id="a day that is none"),
        pytest.param(("quotes", "--kind", "loud"), id="a kind that does not exist"),
        pytest.param(("quotes", "--min-score", "2"), id="no probability"),
        pytest.param(("export", "all.json"), id="no format"),
        pytest.param(("import-corrections", "all.spacy", "--format", "docbin"), id="a format that does not come back"),
    ],
)
def test_a_wrong_call_is_exit_code_2(output: Path, arguments: tuple[str, ...]) -> None:
    assert saidby(*arguments, "--output", output).returncode == 2


def test_a_published_document_is_shown_by_its_id(output: Path) -> None:
    told = saidby("show", "a/lavrov.html", "--output", output).stdout
    assert told.startswith("Talks\na/lavrov.html · 2021-03-22 · CGTN\n\n")
    assert "[Wang Yi: that the {treaty} holds]" in told


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({"TERM": "xterm"}, False),
        ({"TERM": "xterm", "FORCE_COLOR": "1"}, True),
        ({"TERM": "xterm", "FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(output: Path, environment: dict[str, str], coloured: bool) -> None:
    told = saidby("show", "a/lavrov.html", "--output", output, folder=ROOT, given="", **environment).stdout
    assert ("\x1b[" in told, "[Wang Yi: " in told) == (coloured, not coloured)


def test_the_name_of_a_table_means_the_table(output: Path, tmp_path: Path) -> None:
    (tmp_path / "quotes").write_text("a file", "utf-8")
    told = saidby("show", "quotes", "--rows", "1", "--output", output, folder=tmp_path).stdout
    assert told.splitlines()[-1] == "1 of 4 rows"


@pytest.mark.model
def test_a_file_is_read_and_shown(tmp_path: Path) -> None:
    (tmp_path / "quotes").write_text("The treaty was extended, Sergei Lavrov said on Monday.\n", "utf-8")
    told = saidby("show", "./quotes", "--as-is", folder=tmp_path)
    assert "[Sergei Lavrov: The treaty was extended], Sergei Lavrov said on Monday." in told.stdout
    assert (told.stderr, told.returncode) == ("", 0)


@pytest.mark.model
def test_standard_input_and_archives_are_shown_too(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"d{number}", "text": "Sergei Lavrov said that it rained."}) for number in range(3)]
    (tmp_path / "news.jsonl").write_text("\n".join(lines), "utf-8")
    told = saidby("show", "news.jsonl", "--rows", "2", folder=tmp_path).stdout
    assert told.count("[Sergei Lavrov: that it rained]") == 2
    told = saidby("show", "-", "--as-is", folder=tmp_path, given="Sergei Lavrov said that it rained.").stdout
    assert told.count("[Sergei Lavrov: that it rained]") == 1


def test_what_was_changed_elsewhere_comes_back_as_corrections(output: Path, tmp_path: Path) -> None:
    exported = saidby("export", "tasks.json", "--format", "labelstudio", "--output", output, folder=tmp_path)
    assert exported.stdout == "written: tasks.json, tasks.config.xml\n"
    unchanged = saidby(
        "import-corrections", "tasks.json", "--format", "labelstudio", "--output", output, folder=tmp_path
    )
    assert (unchanged.stdout, unchanged.stderr, unchanged.returncode) == ("", "", 0)
    tasks = (tmp_path / "tasks.json").read_text("utf-8").replace('"text": ["Wang Yi"]', '"text": ["Li Wei"]')
    (tmp_path / "tasks.json").write_text(tasks, "utf-8")
    changed = saidby(
        *("import-corrections", "tasks.json", "--format", "labelstudio", "--output", output),
        *("--to", "corrections.toml", "--gold", "gold"),
        folder=tmp_path,
    )
    assert (changed.stdout, changed.stderr, changed.returncode) == ("", "", 0)
    (quote,) = tomllib.loads((tmp_path / "corrections.toml").read_text("utf-8"))["quote"]
    assert quote == {
        "doc_id": "a/lavrov.html",
        "content": "that the treaty holds",
        "start": LAVROV.index("that the treaty"),
        "end": LAVROV.index(" holds") + len(" holds"),
        "speaker": "Li Wei",
    }
    gold = json.loads((tmp_path / "gold" / "lavrov.json").read_text("utf-8"))
    assert [one["speaker"] for one in gold["quotes"]] == [["Sergei Lavrov"], ["Li Wei"]]


def test_what_could_not_be_read_is_told_and_ends_with_exit_code_3(output: Path, tmp_path: Path) -> None:
    saidby("export", "rows.jsonl", "--format", "jsonl", "--output", output, folder=tmp_path)
    rows = (tmp_path / "rows.jsonl").read_text("utf-8").replace("it rained", "it poured")
    (tmp_path / "rows.jsonl").write_text(rows, "utf-8")
    result = saidby("import-corrections", "rows.jsonl", "--format", "jsonl", "--output", output, folder=tmp_path)
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == "saidby: envoy.txt: its text is not the one that was published; export it anew\n"


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_completion_can_be_installed(option: str) -> None:
    assert option in saidby("--help").stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("saidby import", ["import-corrections"]),
        ("saidby show treaty", ["treaty_mentions"]),
        ("saidby show ./pipeline/lab", ["./pipeline/labels.py"]),
        (f"saidby show {ROOT}/pipeline/lab", [f"{ROOT}/pipeline/labels.py"]),
        ("saidby quotes --format ", ["table", "csv", "json", "jsonl", "parquet"]),
    ],
)
def test_the_shell_completes_commands_tables_files_and_choices(words: str, expected: list[str]) -> None:
    told = saidby(_SAIDBY_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(words.split(" ")) - 1)).stdout
    assert told.split() == expected
