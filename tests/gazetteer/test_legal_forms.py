"""Names without legal forms: what is cut off, and what only looks like one."""

import subprocess
import sys

import pytest

from gazetteer.legal_forms import without_club_form, without_legal_form


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Acme GmbH & Co. KG", "Acme"),
        ("Eni S.p.A.", "Eni"),
        ("Nokia Oyj", "Nokia"),
        ("BHP Pty Ltd", "BHP"),
        ("Tata Sons Pvt. Ltd.", "Tata Sons"),
        ("Hon Hai Precision Industry Co., Ltd.", "Hon Hai Precision Industry"),
        ("Rosneft, OJSC", "Rosneft"),
        ("PJSC Gazprom", "Gazprom"),
        ("ОАО Газпром", "Газпром"),
        ("ООО «Ромашка»", "Ромашка"),
        ("Koç Holding A.Ş.", "Koç Holding"),
        ("Telefónica S.A. de C.V.", "Telefónica"),
        ("Tiffany & Co.", "Tiffany"),
        ("Tiffany and Co.", "Tiffany"),
    ],
)
def test_the_legal_form_goes(name, bare):
    assert without_legal_form(name) == bare


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Limited Brands",
            "SA Water",
            "AB InBev",
            "Ltd",
            "Co",
            "World Bank",
            "Cancer Research UK",
        ),
        *("Portland PSU", "Ernst & Young", "Real Madrid CF", "The FA", "Pat McGrath Labs"),
    ],
)
def test_what_only_looks_like_a_form_stays(name):
    assert without_legal_form(name) == name


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Liverpool F.C.", "Liverpool"),
        ("FC Bayern Munich", "Bayern Munich"),
        ("IF Elfsborg", "Elfsborg"),
        ("Ferencvárosi TC", "Ferencvárosi"),
        ("Manchester United", "Manchester United"),
        ("FC", "FC"),
    ],
)
def test_the_initials_of_a_club_go(name, bare):
    assert without_club_form(name) == bare


def test_the_list_of_forms_is_not_read_before_it_is_needed():
    code = "import sys, enrich, gazetteer.legal_forms; print('cleanco' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
