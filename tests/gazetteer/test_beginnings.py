"""Entities by the first letters of a name."""

import pytest

from gazetteer.model import Kind
from gazetteer.names import fold
from gazetteer.rows import Row
from gazetteer.store.adopt import prepare
from gazetteer.store.layers import Layer


def names(hits):
    return [hit.entity.name for hit in hits]


def test_the_best_known_come_first_and_each_once(gazetteer):
    found = gazetteer.beginning("Yerev", most=10)
    assert found[0].entity.id == "geonames:616052"
    ids = [hit.entity.id for hit in found]
    assert len(set(ids)) == len(ids)
    assert all(fold(hit.name.text).startswith("yerev") for hit in found)


def test_names_in_other_scripts_are_found(gazetteer):
    assert "Moscow" in names(gazetteer.beginning("Москв"))


def test_only_what_is_asked_for_is_given(gazetteer):
    found = gazetteer.beginning("San", Kind.PERSON, 7)
    assert len(found) == 7
    assert {hit.entity.kind for hit in found} == {Kind.PERSON}


@pytest.mark.parametrize("letters", ["", " ", "!", "%", "_", "Xqzzpl", "'; --"])
def test_what_begins_no_name_finds_nothing(gazetteer, letters):
    assert gazetteer.beginning(letters) == ()


def test_names_of_a_layer_are_found_too(gazetteer):
    row = Row("enrich:map-desk", Kind.ORGANISATION, "Yerevanski Map Desk", source="mine")
    layered = gazetteer.with_layer(Layer([prepare(row, gazetteer)]))
    assert names(layered.beginning("Yerevanski M")) == ["Yerevanski Map Desk"]
    assert gazetteer.beginning("Yerevanski M") == ()
