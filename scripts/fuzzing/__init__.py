"""What ``scripts/fuzz.py`` is made of.

- ``invariants``: what holds of every result and of every output, whatever the text;
- ``geojson_rules``: what RFC 7946 and the mapping tools ask of a map;
- ``damage``: texts, bytes, values and databases changed by chance;
- ``kinds``: what is fuzzed, a function a kind; ``texts``, ``readers``, ``files``, ``tables`` and
  ``replies`` hold them;
- ``watching``: cases run in a process of their own, with a limit of time each.
"""
