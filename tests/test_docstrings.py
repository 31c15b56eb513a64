"""The examples in docstrings are run: they are what ``help`` shows."""

import doctest
import importlib
import pkgutil

import pytest

import enrich
import gazetteer

MODULES = sorted(
    module.name
    for package in (gazetteer, enrich)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_show(name):
    failed, _ = doctest.testmod(
        importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert not failed


def test_there_are_examples():
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = [
        test
        for name in MODULES
        for test in finder.find(importlib.import_module(name))
        if test.examples
    ]
    assert len(found) > 20
