"""What the forms of export for the outside have in common (docs/semantics/provenance.md, section 5).

iris            names for objects, keys, subjects and predicates
judged          objects of the log with their standing
attributes      the fields of an object as attributes of PROV
sections        a JSON document whose sections grow side by side
turtle          terms of RDF as Turtle and TriG write them
"""
