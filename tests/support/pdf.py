"""A PDF of one or more pages, made of words with their places."""

from __future__ import annotations

from collections.abc import Iterable

#: Words, how far they stand from the left and from below, and how high their letters are.
Placed = tuple[str, float, float, float]
FIRST = 4  # what comes before the pages: the catalogue, the list of pages, the font


def pdf(*pages: Iterable[Placed]) -> bytes:
    """A file of these pages, with its table of where things are."""
    kids = " ".join(f"{FIRST + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for at, page in enumerate(pages):
        drawn = b"\n".join(_drawn(*one) for one in page)
        of_page = f"/Contents {FIRST + 2 * at + 1} 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
        objects += [
            f"<</Type/Page/Parent 2 0 R{of_page}>>".encode(),
            b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        ]
    told, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(told))
        told += b"%d 0 obj%s endobj\n" % (number, one)
    rows = b"".join(b"%010d 00000 n \n" % at for at in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return told + end % (count, rows, count, len(told))


def _drawn(words: str, x: float, y: float, size: float) -> bytes:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {x} {y} Td ({escaped}) Tj ET".encode("cp1252")
