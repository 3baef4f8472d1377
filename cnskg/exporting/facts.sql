-- From what was read (said, claim_said, linked) to the tables of an export. Empty text stands for "none" until the end.
-- A source of ours, such as the one of comparisons, states nothing that a document states.
UPDATE said SET status = 'editorial' WHERE source IN (
  SELECT s FROM said WHERE p = :url AND substr(value, 1, length(:base)) = :base
);

INSERT INTO labels (thing, kind, language, label)
  SELECT s, 'preferred', language, value FROM said WHERE p = :pref AND status != 'inferred'
  UNION SELECT s, 'other', language, value FROM said WHERE p = :alt AND status != 'inferred'
  UNION SELECT s, 'made', language, value FROM made ORDER BY 1, 2, 3, 4;
CREATE INDEX labels_thing ON labels (thing);
CREATE INDEX labels_label ON labels (label);

-- One name each: English before none before Chinese before the rest, preferred before made before other.
CREATE TEMP TABLE called AS
  SELECT iri, name, min(place) FROM (
    SELECT thing AS iri, label AS name,
      10 * CASE language WHEN 'en' THEN 0 WHEN '' THEN 1 WHEN 'zh-hans' THEN 2 ELSE 3 END
      + CASE kind WHEN 'preferred' THEN 0 WHEN 'made' THEN 1 ELSE 2 END AS place
    FROM labels
    UNION ALL SELECT iri, name_en, 0 FROM terms
    ORDER BY iri, place, name
  ) GROUP BY iri;
CREATE UNIQUE INDEX called_iri ON called (iri);

INSERT INTO things (iri, table_name)
  SELECT DISTINCT s, 'others' FROM said ORDER BY s;

INSERT INTO statements
  SELECT NULL, s, ifnull(a.name, compact(s)), p, ifnull(b.name, compact(p)), nullif(o, ''),
    CASE o WHEN '' THEN value ELSE ifnull(c.name, compact(o)) END, nullif(datatype, ''), nullif(language, ''),
    CASE min(CASE status WHEN 'asserted' THEN 0 WHEN 'editorial' THEN 1 ELSE 2 END)
      WHEN 0 THEN 'asserted' WHEN 1 THEN 'editorial' ELSE 'inferred' END
  FROM said LEFT JOIN called a ON a.iri = s LEFT JOIN called b ON b.iri = p LEFT JOIN called c ON c.iri = o
  GROUP BY s, p, o, value, datatype, language ORDER BY s, p, o, value, datatype, language;
CREATE INDEX statements_subject ON statements (subject, property);
CREATE INDEX statements_object ON statements (object, property);
CREATE INDEX statements_property ON statements (property);

INSERT INTO evidence
  SELECT DISTINCT st.id, source, ifnull(a.name, compact(source)),
    CASE WHEN substr(source, 1, length(:psg)) = :psg THEN 'passage'
      WHEN substr(source, 1, length(:bg)) = :bg THEN 'background' ELSE 'ours' END
  FROM said CROSS JOIN statements st -- CROSS: in this order, so that the index of statements serves
    ON st.subject = s AND st.property = p AND ifnull(st.object, '') = o AND (o != '' OR st.value = said.value)
      AND ifnull(st.datatype, '') = said.datatype AND ifnull(st.language, '') = said.language
  LEFT JOIN called a ON a.iri = source
  WHERE said.status != 'inferred' ORDER BY st.id, source;
CREATE INDEX evidence_statement ON evidence (statement);
CREATE INDEX evidence_source ON evidence (source);

UPDATE things SET
  name_en = (SELECT name FROM called WHERE called.iri = things.iri),
  name_zh = (SELECT min(label) FROM labels WHERE thing = iri AND kind != 'other' AND language = 'zh-hans'),
  pinyin = (SELECT min(label) FROM labels WHERE thing = iri AND kind = 'preferred' AND language = 'zh-latn-pinyin'),
  class = (SELECT group_concat(value, ' | ') FROM (
    SELECT value FROM statements WHERE subject = iri AND property = :type AND status != 'inferred' ORDER BY value)),
  description = (SELECT min(value) FROM statements WHERE subject = iri AND property = :description);

INSERT INTO claimed
  SELECT listed.claim, ifnull(d.name, compact(listed.claim)), substr(listed.stance, length(:cns) + 1), listed.qualified,
    s, ifnull(a.name, compact(s)), p, ifnull(b.name, compact(p)), nullif(o, ''),
    CASE o WHEN '' THEN value ELSE ifnull(c.name, compact(o)) END, nullif(datatype, ''), nullif(language, '')
  FROM claim_said JOIN (
    SELECT s AS graph, max(CASE p WHEN :graph_of THEN o END) AS claim, max(CASE p WHEN :stance THEN o END) AS stance,
      max(p = :qualified) AS qualified
    FROM claim_list GROUP BY s
  ) listed ON listed.graph = source
  LEFT JOIN called a ON a.iri = s LEFT JOIN called b ON b.iri = p LEFT JOIN called c ON c.iri = o
  LEFT JOIN called d ON d.iri = listed.claim
  ORDER BY source, s, p, o, value, datatype, language;
CREATE INDEX claimed_claim ON claimed (claim);
CREATE INDEX claimed_subject ON claimed (subject);

INSERT INTO links
  SELECT s, ifnull(a.name, compact(s)), p, o FROM linked LEFT JOIN called a ON a.iri = s ORDER BY s, p, o;
CREATE INDEX links_thing ON links (thing);
CREATE INDEX links_target ON links (target);
