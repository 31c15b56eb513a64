"""The MediaWiki API of Wikidata: items by name, and their facts.

Names are parameters of a request and nothing else; in the one place where a parameter has a
syntax of its own, the search of CirrusSearch, they stand in quotes that they cannot leave.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from gazetteer.errors import ServiceError
from gazetteer.model import Kind
from gazetteer.net.asking import Asker, Budget, shown
from gazetteer.net.http import GiveUp, TryAgain, retry_after
from gazetteer.wikidata.ids import language_code, number_of, qid

BATCH: Final = 50
"""Items that one request may ask for."""

_FOUND: Final = 10
_LONGEST_NAME: Final = 200  # code points
_MAXLAG_S: Final = "5"
_LATER: Final = frozenset({
    "maxlag", "ratelimited", "readonly", "internal_api_error", "failed-save", "timeout",
    "cirrussearch-too-busy-error", "cirrussearch-backend-error",
})  # fmt: skip
_PROPS: Final = "labels|aliases|descriptions|claims|sitelinks"
_QUOTING: Final = re.compile(r'["\\]')


def search_term(name: str) -> str:
    r"""Return a name as it is searched for: one line, without controls, of bounded length.

    Example:
        >>> search_term(" Steve\nClark\x00 ")
        'Steve Clark'
    """
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in name)
    return " ".join(plain.split())[:_LONGEST_NAME].rstrip()


class Api:
    """Asks one MediaWiki API, at the address of its ``api.php``."""

    def __init__(self, asker: Asker, address: str) -> None:
        self._asker = asker
        self._address = address

    def search(
        self, name: str, kind: Kind, language: str | None, budget: Budget | None = None
    ) -> tuple[int, ...]:
        """Return the numbers of the items that a name may mean, the best first.

        People are found among people only; for the others labels and aliases are searched.

        Raises:
            ServiceError: There is no usable answer.
        """
        term = search_term(name)
        if kind is Kind.PERSON:
            return self._search_people(" ".join(_QUOTING.sub(" ", term).split()), budget)
        if not term:
            return ()
        code = language_code(language)
        asked = {
            "action": "wbsearchentities", "search": term, "language": code, "uselang": code,
            "type": "item", "limit": str(_FOUND),
        }  # fmt: skip
        return _numbers(self._ask(asked, budget, list, "search"), "id")

    def _search_people(self, term: str, budget: Budget | None) -> tuple[int, ...]:
        # What a person is can be asked for; places and organisations are of thousands of classes.
        if not term:
            return ()
        asked = {
            "action": "query", "list": "search", "srsearch": f'"{term}" haswbstatement:P31=Q5',
            "srnamespace": "0", "srlimit": str(_FOUND), "srprop": "", "srinfo": "",
        }  # fmt: skip
        return _numbers(self._ask(asked, budget, list, "query", "search"), "title")

    def items(
        self, numbers: Sequence[int], languages: Sequence[str], budget: Budget | None = None
    ) -> dict[int, Mapping[str, Any] | None]:
        """Return items as the API has them, None for those that there are not.

        An item that was merged into another comes under the number that was asked for. At most
        ``BATCH`` may be asked for.

        Raises:
            ServiceError: There is no usable answer.
        """
        asked = {
            "action": "wbgetentities",
            "ids": "|".join(qid(number) for number in numbers),
            "props": _PROPS,
            "languages": "|".join(language_code(language) for language in languages),
            "languagefallback": "1",
        }
        found = self._ask(asked, budget, dict, "entities")
        held: dict[int, Mapping[str, Any] | None] = dict.fromkeys(numbers)
        for key, item in found.items():
            number = number_of(key)
            if number in held and isinstance(item, Mapping) and "missing" not in item:
                held[number] = item
        return held

    def _ask(self, asked: Mapping[str, str], budget: Budget | None, sort: type, *path: str) -> Any:
        """Return what an answer has under a path, which must be of that sort."""

        def check(found: Any, headers: Mapping[str, str]) -> None:
            self._refuse_error(found, headers)
            if not isinstance(_at(found, path), sort):
                raise GiveUp(f"answers without {'.'.join(path)}")

        parameters = {**asked, "format": "json", "formatversion": "2", "maxlag": _MAXLAG_S}
        found = self._asker.ask(self._address, parameters, check=check, budget=budget)
        return _at(found, path)

    def _refuse_error(self, found: Any, headers: Mapping[str, str]) -> None:
        """The API tells errors inside an answer of status 200."""
        if not isinstance(found, Mapping):
            raise GiveUp("answers with JSON that is not an object")
        error = found.get("error")
        if error is None:
            return
        code = str(error.get("code", "")) if isinstance(error, Mapping) else ""
        told = search_term(code)[:60] or "unknown"
        if code in _LATER or code.startswith("internal_api_error"):
            raise TryAgain(f"says that it is busy ({told})", retry_after(headers))
        raise ServiceError(f"{shown(self._address)} answers with the error {told}")


def _at(found: Any, path: Sequence[str]) -> Any:
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _numbers(found: Sequence[Any], key: str) -> tuple[int, ...]:
    ids = (entry.get(key) for entry in found if isinstance(entry, Mapping))
    numbers = (number_of(found_id) for found_id in ids)
    return tuple(dict.fromkeys(n for n in numbers if n))[:_FOUND]
