"""The one query behind who holds which post, and how organs stand to one another: for the picture and for Python."""

QUERY = """SELECT ?tenure ?person ?post ?organ ?in ?leads ?starts ?starts_first ?starts_last
  ?ends ?ends_first ?ends_last ?named ?named_first ?named_last ?text ?upper ?relation ?lower ?p {
  { ?tenure cns:holder ?person ; cns:post ?post
    OPTIONAL { { ?post cns:leadingPostOf ?organ BIND(cns:leadingPostOf AS ?in) BIND(true AS ?leads) }
      UNION { ?post cns:postIn ?organ BIND(cns:postIn AS ?in) FILTER NOT EXISTS { ?post cns:leadingPostOf ?any } } }
    OPTIONAL { ?tenure cns:startsMostPrecise ?starts . ?starts cns:earliest ?starts_first ; cns:latest ?starts_last }
    OPTIONAL { ?tenure cns:endsMostPrecise ?ends . ?ends cns:earliest ?ends_first ; cns:latest ?ends_last }
    OPTIONAL { ?tenure cns:asOf ?named . ?named cns:earliest ?named_first ; cns:latest ?named_last }
    OPTIONAL { ?tenure cns:timeText ?text } }
  UNION { VALUES (?p ?relation) { (cns:directs "directs") (cns:coordinates "coordinates") } ?upper ?p ?lower }
  UNION { BIND(cns:suborganOf AS ?p) BIND("part" AS ?relation) ?lower cns:suborganOf ?upper }
  UNION { BIND(cns:memberOf AS ?p) BIND("member" AS ?relation) ?lower cns:memberOf ?upper . ?upper a cns:Organisation
    FILTER NOT EXISTS { ?any cns:holder ?lower ; cns:post/cns:seatIn ?upper } }
} ORDER BY ?person ?post ?organ ?named_first ?upper ?lower"""
