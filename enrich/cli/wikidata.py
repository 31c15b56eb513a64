"""Wikidata as the commands ask it that link no text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from enrich.live.options import LiveOptions
from enrich.text.escape import message
from gazetteer.net.asking import Asker
from gazetteer.net.cache import Cache
from gazetteer.store import Gazetteer
from gazetteer.wikidata.client import Wikidata


@contextmanager
def opened_wikidata(
    gazetteer: Gazetteer, options: LiveOptions, *, anew: bool = False
) -> Iterator[Wikidata]:
    """Open what asks Wikidata, with its cache; what hinders the cache is said at the end.

    Args:
        gazetteer: Knows the states and areas.
        options: Addresses, contact, cache.
        anew: Whether everything is asked again, whatever the cache holds.
    """
    asker = Asker(contact=options.contact, timeout_s=options.timeout_s)
    with Cache(None if options.cache is None else Path(options.cache)) as cache:
        codes = gazetteer.area_codes()
        try:
            yield Wikidata(asker, cache, codes, options.settings, anew=anew)
        finally:
            if cache.problem:
                typer.echo(f"enrich: {message(cache.problem)}", err=True)
