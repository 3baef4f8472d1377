"""Spoilt Turtle: the bytes of a good file changed, cut or encoded anew, and pieces of Turtle put together at random."""

from __future__ import annotations

import codecs

from hypothesis import strategies as st

#: What may stand as the parts of a statement, and between statements; much of it is right Turtle and wrong content.
SUBJECTS = [
    "id:x",
    "id:council",
    "psg:report\\/p003",
    "psg:report\\/p001",
    "_:b",
    "[]",
    "<http://a/b>",
    "<?q>",
    "(1 2)",
]
PREDICATES = [
    "cns:partOf",
    "cns:starts",
    "a",
    "cns:charStart",
    "cns:charEnd",
    "cns:document",
    "cns:rank",
    "skos:prefLabel",
    "x:y",
]
OBJECTS = [
    "id:x", "span:2001", "span:0000", "span:2023-02-30", "cns:Law", "cns:Passage", "true", '"x"@en', '"x"@en-US', "01",
    '"x"@en_US', '"x"@en--ltr', '"abc"^^xsd:integer', "1.", "1e3", '"-0043-03-15"^^xsd:date', '"2024-02-30"^^xsd:date',
    '"""a\nb"""', "'x'", '"\\u0000"', '"\\uD800"', '"\\u200B"', "[ a cns:Law ]", "(1 (2))", "<../x>", "<>", "<?q>",
    "<http://[::1>", "id:a\\/b", "id:%20", "id:é", '"12"', "99999999999999999999", "id:report", "<<( id:x a id:y )>>",
    "id:x {| id:y id:z |}", "id:x ~ id:y", '"x"^^<x:y>', "1 , 2 ; cns:rank 3",
]  # fmt: skip
BETWEEN = [
    "@prefix x: <x:> .", "@base <http://a/b> .", "@base <http://[> .", "BASE <x:>", 'VERSION "1.2"', '@version "1.1" .',
    "#c\n", "\ufeff", "\r", "\u2028", "PREFIX cns: <x:>", "", "", "",
]  # fmt: skip
PIECES = [*SUBJECTS, *PREDICATES, *OBJECTS, *BETWEEN, *'[]().;,@<>^~"\\', "{|", "|}", "<<", ">>", "<<(", ")>>", "^^"]
ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "gb18030", "cp1252", "utf-7", "big5"]
MARKS = [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE]


@st.composite
def edited(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file with some of its bytes replaced, taken out or put in."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        data[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3) | st.sampled_from(PIECES).map(str.encode))
    return bytes(data)


def spoilt(whole: str) -> st.SearchStrategy[bytes]:
    """Bytes that are, or once were, a good file of the text."""
    good = whole.encode()
    words = st.tuples(*(st.sampled_from(part) for part in (BETWEEN, SUBJECTS, PREDICATES, OBJECTS))).map(" ".join)
    statements = st.lists(words, min_size=1, max_size=4).map(" .\n".join)
    pieces = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
    return st.one_of(
        edited(good),
        st.binary(max_size=60),
        st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.integers(0, len(good)).map(lambda end: good[:end]),
        st.sampled_from(ENCODINGS).map(lambda name: (whole + "# 国é").encode(name, "replace")),
        st.tuples(st.sampled_from(MARKS), edited(good)).map(b"".join),
        pieces.map(str.encode),
        statements.map(lambda text: f"{text} .\n".encode()),
        statements.map(lambda text: good + f"\n{text} .\n".encode()),
        pieces.map(lambda text: good + b"\n" + text.encode("utf-8", "surrogatepass") + b" .\n"),
    )
