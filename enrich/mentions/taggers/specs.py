"""What the adapters of other libraries share: how texts are read, and the options of a spec."""

from __future__ import annotations

import importlib
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from enrich.mentions.taggers.passages import iter_passages
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.taggers.schemes import Meaning, span_of
from gazetteer.errors import TaggerError
from gazetteer.language_tags import no_language, primary_language

_LOADING = threading.Lock()
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

Named = tuple[int, int, Meaning | None, float]
"""Start and end of a name in a passage, what its label means to us, if anything, and how likely."""


class PassageTagger(ABC):
    """A model that reads a passage at a time.

    Args:
        longest: Code points of a passage at most.
        languages: ISO 639-1 codes that the model is made for; None for any.
    """

    def __init__(self, longest: int, languages: Iterable[str] | None) -> None:
        self._longest_passage = longest
        self._languages = None if languages is None else frozenset(languages)

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes that the model is made for; None for any."""
        return self._languages

    def __call__(self, text: str) -> Sequence[TaggedSpan]:
        """Return the names of a text in the order of their starts."""
        spans = (
            span_of(text, offset + start, offset + end, meaning, probability)
            for offset, passage in self._passages(text)
            for start, end, meaning, probability in self._names(passage)
            if meaning is not None
        )
        return sorted((s for s in spans if s is not None), key=lambda s: (s.start, -s.end))

    def _passages(self, text: str) -> Iterator[tuple[int, str]]:
        return iter_passages(text, self._longest_passage)

    @abstractmethod
    def _names(self, passage: str) -> Iterable[Named]:
        """The names that the model finds in a passage."""


def require_library(module: str, extra: str) -> Any:
    """Import a library that an extra of the package installs.

    Imported by name, so that neither the start of ``enrich`` nor the type checker waits for it.

    Raises:
        TaggerError: It is not installed, or is and cannot be imported.

    Example:
        >>> require_library("json", "json").dumps([1])
        '[1]'
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        mend = f"pip install 'enrich-geo[{extra}]'"
        if isinstance(error, ModuleNotFoundError) and error.name == module:
            raise TaggerError(f"the library {module} is not installed: {mend}") from error
        raise TaggerError(
            f"the library {module} cannot be imported ({first_line(error)}): {mend}"
        ) from error


def split_options(argument: str, known: Collection[str]) -> tuple[str, Mapping[str, str]]:
    """Split the part of a spec after the colon into the model and its options.

    Raises:
        TaggerError: An option is unknown or malformed, or no model is named.

    Example:
        >>> split_options("urchade/gliner_small?threshold=0.4", {"threshold"})
        ('urchade/gliner_small', {'threshold': '0.4'})
    """
    model, _, query = argument.partition("?")
    try:
        options = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
    except ValueError as error:
        raise TaggerError(f"{query!r} is not a list of options such as option=value") from error
    unknown = sorted(set(options) - set(known))
    if unknown:
        choices = ", ".join(sorted(known)) or "none"
        raise TaggerError(f"unknown option {unknown[0]!r} of a tagger; there are: {choices}")
    if not model.strip():
        raise TaggerError("the model is missing: give it after the colon")
    return model.strip(), options


def is_yes(options: Mapping[str, str], name: str) -> bool:
    """Return whether an option is switched on; off where it is not given.

    Raises:
        TaggerError: It is neither yes nor no.

    Example:
        >>> is_yes({"download": "yes"}, "download"), is_yes({}, "download")
        (True, False)
    """
    value = options.get(name, "no").lower()
    if value not in _YES:
        raise TaggerError(f"{name}={value}: say yes or no")
    return _YES[value]


def languages_of(options: Mapping[str, str]) -> frozenset[str] | None:
    """Return the languages that the user says a model is made for; None for any.

    Raises:
        TaggerError: A code has no form of a code.

    Example:
        >>> sorted(languages_of({"languages": "en,de"})), languages_of({})
        (['de', 'en'], None)
    """
    if "languages" not in options:
        return None
    found: set[str] = set()
    for tag in map(str.strip, options["languages"].split(",")):
        code = primary_language(tag)
        if code is None:
            raise TaggerError(f"languages: {no_language(tag)}")
        found.add(code)
    return frozenset(found)


def local_folder(model: str) -> Path | None:
    """Return the folder that a model's name leads to, or None for an id of a hub.

    Raises:
        TaggerError: It is written as a path, and no such folder.

    Example:
        >>> local_folder("dslim/bert-base-NER") is None
        True
    """
    path = Path(model).expanduser()
    if path.is_dir():
        return path
    if path.is_absolute() or model.startswith((".", "~")):
        raise TaggerError(f"{model}: no such folder")
    return None


@contextmanager
def offline() -> Iterator[None]:
    """Keep Hugging Face's libraries from the network while a model is loaded.

    ``local_files_only`` keeps them from fetching models; the hub's client still asks its server
    for other things. It has a switch, which it reads from the environment when it is imported.

    Example:
        >>> with offline():
        ...     pass  # load a model
    """
    constants: Any = sys.modules.get("huggingface_hub.constants")
    if constants is None:
        yield
        return
    with _LOADING:
        before = constants.HF_HUB_OFFLINE
        constants.HF_HUB_OFFLINE = True
        try:
            yield
        finally:
            constants.HF_HUB_OFFLINE = before


def first_line(error: BaseException) -> str:
    r"""Return what an error says in one line, with the error's name.

    Example:
        >>> first_line(ValueError("no\nThe rest explains."))
        'ValueError: no'
    """
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
