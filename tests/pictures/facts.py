"""A small graph that has something for each picture; each fact stands in one passage."""

from __future__ import annotations

import re

from cnskg.namespaces import PREFIXES

PASSAGE = PREFIXES["psg"] + "doc-p/p1"
#: What is stated, in the passage and in the default graph.
STATED = """
id:old-list a cns:SecurityList . id:new-list a cns:SecurityList ; cns:extendsList id:old-list .
id:place-1 cns:inList id:old-list ; cns:placesConcern id:political-security .
id:place-2 cns:inList id:new-list ; cns:placesConcern id:political-security ; cns:atTier id:bedrock-tier .
id:place-3 cns:inList id:new-list ; cns:placesConcern id:data-security .
id:place-4 cns:inList id:old-list ; cns:placesConcern id:information-security .
id:own-list a cns:SecurityList ; cns:listedBy id:ann-author . id:ann-author a cns:Person .
id:place-5 cns:inList id:own-list ; cns:placesConcern id:political-security ; cns:rank 1 .

id:chair cns:leadingPostOf id:council . id:office cns:suborganOf id:council . id:council cns:directs id:agency .
id:tenure-1 a cns:Tenure ; cns:holder id:first-holder ; cns:post id:chair ; cns:asOf span:2020 .
id:tenure-2 a cns:Tenure ; cns:holder id:second-holder ; cns:post id:chair ; cns:starts span:2022-10 .
id:tenure-3 a cns:Tenure ; cns:holder id:third-holder ; cns:post id:chair ; cns:timeText "formerly"@en .
id:tenure-4 a cns:Tenure ; cns:holder id:fourth-holder ; cns:post id:chair ; cns:asOf span:2020 , span:2023-05 .

id:first-law a cns:Law ; cns:adopted span:2021-06-10 ; cns:entersIntoForce span:2021-09-01 ;
  cns:hasProvision id:article-1 ;
  cns:appliesIn id:harbour . id:article-1 a cns:Provision , cns:ExtraterritorialProvision ; cns:obliges id:citizens .
id:second-law a cns:Law . id:loose-provision a cns:Provision ; cns:empowers id:council .
id:late-meeting a cns:Meeting ; cns:when span:2013-41 .
id:long-campaign a cns:Undertaking ; cns:starts span:2016 .

id:pressure a cns:CoercionEpisode ; cns:trigger id:visit ; cns:actor id:strong-state ;
  cns:usesInstrument id:import-ban ;
  cns:target id:weak-state . id:protest cns:responseTo id:pressure . id:threat a cns:Sanction ;
  cns:actor id:strong-state .

id:claim-a cns:statedIn id:doc-p ; cns:about id:growth ; cns:sentence "A."@en .
id:claim-b cns:statedIn id:doc-q ; cns:about id:growth ; cns:sentence "B."@en .
id:claim-c cns:statedIn id:doc-p ; cns:about id:order ; cns:sentence "C."@en .
id:claim-d cns:statedIn id:doc-q ; cns:about id:rule ; cns:sentence "D."@en .
id:claim-e cns:statedIn id:doc-r ; cns:about id:growth ; cns:sentence "E."@en .
"""
#: What follows, or is said of times: in the default graph alone.
MORE = """
id:doc-p cns:advances id:claim-a , id:claim-c . id:doc-q cns:advances id:claim-d .
id:claim-a cns:atOddsWith id:claim-b . id:claim-c cns:agreesInSubstance id:claim-d .
id:tenure-2 cns:startsMostPrecise span:2022-10 . id:late-meeting cns:whenMostPrecise span:2013-41 .
id:long-campaign cns:startsMostPrecise span:2016 .
id:first-law cns:adoptedMostPrecise span:2021-06-10 ; cns:entersIntoForceMostPrecise span:2021-09-01 .
"""
#: The bounds of the times above.
TIMES = {
    "2013-41": ("2013-07-01", "2013-12-31"),
    "2016": ("2016-01-01", "2016-12-31"),
    "2020": ("2020-01-01", "2020-12-31"),
    "2021-06-10": ("2021-06-10", "2021-06-10"),
    "2021-09-01": ("2021-09-01", "2021-09-01"),
    "2022-10": ("2022-10-01", "2022-10-31"),
    "2023-05": ("2023-05-01", "2023-05-31"),
}
SOURCE = f"<{PASSAGE}> cns:document id:doc-p ; cns:section '2.1 What it says' ."
GRAPHS = {PASSAGE: STATED + SOURCE}


def facts() -> str:
    """All of it, with a name for each thing: that of id:data-security is "data security"."""
    named = sorted(set(re.findall(r"id:([a-z0-9-]+)", STATED + MORE)))
    names = "".join(f'id:{name} rdfs:label "{name.replace("-", " ")}"@en .\n' for name in named)
    bound = '<{}> cns:edtf "{}" ; cns:earliest "{}T00:00:00"^^xsd:dateTime ; cns:latest "{}T23:59:59"^^xsd:dateTime .\n'
    times = "".join(bound.format(PREFIXES["span"] + time, time, *ends) for time, ends in TIMES.items())
    return STATED + SOURCE + MORE + names + times
