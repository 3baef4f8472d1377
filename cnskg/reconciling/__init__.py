"""Reconciliation: which thing of the graph a name in a spreadsheet means, with what speaks for it.

The protocol is the Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group); names are found by the
search of the site, and hints are compared with what the release says.
"""
