"""The curated content, read: files, ontology, time spans, anchors, texts, mappings, questions. Nothing is judged."""
