"""Queries as short links: /q/<packed>, in which the query itself is packed, so that no server has to remember it.

What is given out must be read for ever: USUAL is never changed. A form that packs better gets another first letter.
"""

from __future__ import annotations

import base64
import binascii
import zlib

from ..errors import NotFound

#: The first letter of what is packed in this way.
FORM = "1"
#: What queries say again and again, the most usual last: with it a usual query takes half of its address in full.
USUAL = b"""\
} GROUP BY HAVING(COUNT(DISTINCT ?) AS ?count) LIMIT 10 ASK { CONSTRUCT { DESCRIBE VALUES ?x { BIND( \
NOT EXISTS { FILTER(?x != ?y) MINUS { UNION { GRAPH ?g { graph:asserted graph:inferred rdfs:label \
rdfs:subClassOf* owl: xsd:date span: psg: schema:sameAs skos:altLabel a cns:Claim a cns:Law a \
cns:Person a cns:Organ a cns:SecurityType cns:about cns:holder cns:post cns:claimant cns:document \
cns:section cns:when/cns:within* span:20 DESC(?count) ORDER BY ?name
  OPTIONAL { ?x skos:prefLabel ?name FILTER(LANG(?name) = "en") } } ORDER BY ?name
SELECT DISTINCT ?x ?name {
  ?x a cns: ; skos:prefLabel ?name FILTER(LANG(?name) = "en") . id: ; cns:"""
_RAW = -zlib.MAX_WBITS


def pack(text: str) -> str:
    """A query as a part of an address."""
    data = text.encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW, 9, zdict=USUAL)
    told = _check(data) + packer.compress(data) + packer.flush()
    return FORM + base64.urlsafe_b64encode(told).decode().rstrip("=")


def unpack(packed: str, most: int) -> str:
    """The query of such a part, of so many bytes at most. Raises NotFound where it is none, or not whole."""
    try:
        told = base64.b64decode(packed[1:] + "=" * (-len(packed[1:]) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj(_RAW, zdict=USUAL)
        data = unpacker.decompress(told[2:], most)
        if packed.startswith(FORM) and unpacker.eof and _check(data) == told[:2]:
            return data.decode()
    except (binascii.Error, ValueError, zlib.error):
        pass
    raise NotFound("this link holds no whole query", hint="Perhaps its end is missing. /query takes queries in full.")


def _check(data: bytes) -> bytes:
    """Two bytes that tell a letter that was lost or changed on the way."""
    return (zlib.crc32(data) & 0xFFFF).to_bytes(2, "big")
