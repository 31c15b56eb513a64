"""What the network says of each word, and where in its output each label stands."""

from __future__ import annotations

from enrich.model import Role

FLAT = ("O", *(f"{tag}-{kind}" for kind in ("PER", "LOC", "ORG", "DEM") for tag in "BI"))
"""Names that do not overlap; DEM is the adjective or demonym of a place."""

TOPONYM = ("O", "B", "I")
"""Names of places, those inside the names of organisations and people among them."""

ROLES = (Role.LITERAL, Role.METONYMIC, Role.MODIFIER, Role.EMBEDDED, Role.DEMONYM)
"""In which sense a place is named; a dateline is told by its form."""

FLAT_SLICE = slice(0, len(FLAT))
TOPONYM_SLICE = slice(FLAT_SLICE.stop, FLAT_SLICE.stop + len(TOPONYM))
ROLE_SLICE = slice(TOPONYM_SLICE.stop, TOPONYM_SLICE.stop + len(ROLES))
OUTPUTS = ROLE_SLICE.stop
