"""An answer of the engine as the bytes of a format: whole, fit for it, and within its cap."""

from __future__ import annotations

import csv
import io
from typing import IO, Any, cast

import pyoxigraph as ox

from .carrying import XML, XmlFile, checked
from .formats import used_prefixes
from .job import Job


class TooLarge(Exception):
    """The result passed its byte cap."""


class Capped(io.RawIOBase):
    """A file that takes so many bytes and no more."""

    def __init__(self, file: IO[bytes], cap: int) -> None:
        self._file, self._left = file, cap

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if len(data) > self._left:
            raise TooLarge
        written = self._file.write(data)
        self._left -= written
        return written


def count_rows(file: IO[bytes], media_type: str) -> int:
    """Rows in a finished result: reading it back also proves that it is whole."""
    file.seek(0)
    reader = io.BufferedReader(cast(io.RawIOBase, file), 1 << 16)
    try:
        return _rows_read(reader, media_type)
    finally:
        reader.detach()


def _rows_read(reader: IO[bytes], media_type: str) -> int:
    if media_type == "text/csv":
        text = io.TextIOWrapper(reader, encoding="utf-8", newline="")
        csv.field_size_limit(1 << 30)  # a literal may be as long as the whole answer
        rows = sum(1 for _ in csv.reader(text, strict=True)) - 1
        text.detach()
        return rows
    parsed = ox.parse_query_results(reader, format=ox.QueryResultsFormat.from_media_type(media_type))
    return sum(1 for _ in parsed) if isinstance(parsed, ox.QuerySolutions) else 1


def write_result(result: Any, file: IO[bytes], job: Job) -> int:
    """Write the result, solutions, a boolean or triples, and give the number of rows (1 for ASK) or triples."""
    graph = not isinstance(result, (ox.QuerySolutions, ox.QueryBoolean))
    target: io.RawIOBase = Capped(file, job.cap)
    if (job.graph_format if graph else job.rows_format) in XML:
        target = XmlFile(target)
    capped = io.BufferedWriter(target, 1 << 16)
    if graph:
        triples = checked(list(result), job.graph_format)
        wanted = ox.RdfFormat.from_media_type(job.graph_format)
        ox.serialize(triples, capped, format=wanted, prefixes=used_prefixes(triples))
        capped.flush()
        return len(triples)
    result.serialize(capped, format=ox.QueryResultsFormat.from_media_type(job.rows_format))
    capped.flush()
    return 1 if isinstance(result, ox.QueryBoolean) else count_rows(file, job.rows_format)
