"""Runs the encoder over a document once; every statistical decision of the pipeline reads the result.

The model is an int8 ONNX file that onnxruntime runs without PyTorch. Each window is a batch of its own: dynamic int8
scales depend on what shares a batch, and a document's rows must depend on the document alone. It also leaves nothing
to pad.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import onnxruntime
from spacy.tokens import Doc

from pipeline.attributes import text_of
from pipeline.confidence import Calibration
from pipeline.errors import SaidbyError
from pipeline.heads import layout
from pipeline.windows import Window, cut_windows
from pipeline.wordpieces import Wordpieces, cut, load_tokenizer

Floats = npt.NDArray[np.float32]

SHIPPED = Path(__file__).parent / "model"
HELD_WORDS = 50_000
"""The links of a longer document are kept in a file while it is read: 1.5 kB a word."""
_ENCODING = "saidby_encoding"


class ModelError(SaidbyError):
    """The model's files are missing or do not fit this version of the code."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The learned scores of a linear chain over tags."""

    transitions: Floats
    starts: Floats


@dataclass(frozen=True, slots=True)
class Parameters:
    """What decoding needs beside the encoder's outputs."""

    entity: Chain
    role: Chain
    link_distance: Floats
    """Bias for each distance bucket, a row a kind of link."""
    link_nothing: Floats
    """The projection that stands for choosing nothing, a row a kind of link."""
    quote_score: Calibration


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoder's outputs for one document: a row a word, the columns as :func:`pipeline.heads.layout` says."""

    pieces: Wordpieces
    rows: Floats
    """The columns before the links, of which decoding reads every word."""
    links: Floats
    """The columns of the links, of which it reads a few words; those of a long document lie in a file."""
    parameters: Parameters

    def columns(self, wanted: slice) -> Floats:
        """Some columns of every word, shape (words, columns)."""
        before = self.rows.shape[1]
        if wanted.start < before:
            return self.rows[:, wanted]
        return self.links[:, wanted.start - before : wanted.stop - before]

    def __len__(self) -> int:
        """Number of words."""
        return len(self.pieces)


class Links:
    """Rows of link columns as windows give them, in memory or, of a long document, in a file that nobody else sees."""

    def __init__(self, words: int, width: int) -> None:
        self._shape = words, width
        self._filled = 0
        self._held: Floats | BinaryIO = (
            np.empty(self._shape, dtype=np.float32) if words <= HELD_WORDS else TemporaryFile()  # noqa: SIM115  see all
        )

    def append(self, rows: Floats) -> None:
        """Add the rows of the next words."""
        if isinstance(self._held, np.ndarray):
            self._held[self._filled : self._filled + len(rows)] = rows
        else:
            self._held.write(rows.tobytes())
        self._filled += len(rows)

    def all(self) -> Floats:
        """The rows of all words. A file is gone once they are let go."""
        if isinstance(self._held, np.ndarray):
            return self._held
        with self._held as file:
            return np.memmap(file, np.float32, "r", shape=self._shape)


class Model:
    """The encoder with its tokenizer and decoding parameters, ready to read documents."""

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        """Load from a folder of ``encoder.onnx``, ``tokenizer.json`` and ``decoder.json``. 0 threads: one a core."""
        for name in ("encoder.onnx", "tokenizer.json", "decoder.json"):
            if not (folder / name).is_file():
                raise ModelError(
                    f"the model folder {folder} has no {name}; install saidby again, or train the model anew"
                )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = load_tokenizer(folder / "tokenizer.json")
        self._frame = tuple(self._tokenizer.token_to_id(piece) for piece in ("[CLS]", "[SEP]"))
        self.parameters = read_parameters(folder / "decoder.json")

    def encode(self, text: str) -> Encoding:
        """Read a text of any length; an empty one gives an encoding of no words."""
        pieces = cut(text, self._tokenizer)
        before = layout().cue.stop
        rows = np.empty((len(pieces), before), dtype=np.float32)
        links = Links(len(pieces), layout().width - before)
        for window in cut_windows(pieces):
            found = self._read(pieces, window)
            rows[window.start : window.end] = found[:, :before]
            links.append(found[:, before:])
        return Encoding(pieces, rows, links.all(), self.parameters)

    def encoding_of(self, doc: Doc) -> Encoding:
        """The encoding of a spaCy document, computed at the first call and kept with the document."""
        if _ENCODING not in doc.user_data:
            doc.user_data[_ENCODING] = self.encode(text_of(doc))
        encoding: Encoding = doc.user_data[_ENCODING]
        return encoding

    def forget(self, doc: Doc) -> None:
        """Let go of a document's encoding: it is large, and nothing that could be stored with the document."""
        doc.user_data.pop(_ENCODING, None)

    def _read(self, pieces: Wordpieces, window: Window) -> Floats:
        """The output rows of the words that a window decides."""
        low, high = pieces.piece_offset(window.context), pieces.piece_offset(window.end)
        opening, closing = self._frame
        inputs = {
            "ids": np.concatenate([[opening], pieces.ids[low:high], [closing]])[None],
            "shapes": np.pad(pieces.shapes[low:high], 1)[None],
            "breaks": np.pad(pieces.breaks[low:high], 1)[None],
        }
        (outputs,) = self._session.run(["outputs"], inputs)
        first = pieces.first[window.start : window.end] - low + 1
        rows: Floats = outputs[0][first]
        return rows


def read_parameters(file: Path) -> Parameters:
    """Read ``decoder.json``; raises :class:`ModelError` where its label sets are not those of this code."""
    stored = json.loads(file.read_text("utf-8"))
    if stored["width"] != layout().width:
        raise ModelError(
            f"{file} was made for {stored['width']} outputs, this version reads {layout().width}; train anew"
        )

    def array(key: str) -> Floats:
        return np.array(stored[key], dtype=np.float32)

    return Parameters(
        entity=Chain(array("entity_transitions"), array("entity_starts")),
        role=Chain(array("role_transitions"), array("role_starts")),
        link_distance=array("link_distance"),
        link_nothing=array("link_nothing"),
        quote_score=Calibration(**stored["quote_score"]),
    )


@cache
def shipped_model() -> Model:
    """The model that comes with the package, loaded once in a process.

    It keeps to one thread: who has more cores runs more processes, and rows do not depend on how many there are.
    """
    return Model(SHIPPED, threads=1)


@cache
def shipped_parameters() -> Parameters:
    """The decoding parameters of the shipped model, for who needs no encoder."""
    return read_parameters(SHIPPED / "decoder.json")
