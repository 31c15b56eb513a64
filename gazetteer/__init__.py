"""What is known: places, people and organisations, their names, and where the facts come from.

from gazetteer import Gazetteer

with Gazetteer.open() as gazetteer:      # the embedded one
    for hit in gazetteer.lookup("Yerevan"):
        print(hit.entity.id, hit.entity.name, hit.name.text)
"""

from gazetteer.model import Entity, Kind, Name, NameType, Point, Position
from gazetteer.store import Gazetteer, Hit

__all__ = ["Entity", "Gazetteer", "Hit", "Kind", "Name", "NameType", "Point", "Position"]
