"""A component for pipelines of spaCy that links the entities of a text.

    import spacy

    nlp = spacy.load("en_core_web_sm")
    nlp.add_pipe("enrich")                        # known by its entry point: nothing to import

    for ent in nlp("Talks in Yerevan failed.").ents:
        print(ent.text, ent.kb_id_, ent._.enrich["score"])

``ent.kb_id_`` is the id of the entity, "NIL" where a name is not linked, as in spaCy's own linker,
and "" for entities of other kinds, such as dates. ``ent._.enrich`` is the record of the mention, as
``--format jsonl`` has it, with its ``candidates``; None for entities of other kinds. Both are plain
data that survive ``Doc.to_bytes``. Needs spaCy: ``pip install "enrich-geo[spacy]"``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final, cast

from enrich.flow.options import LinkerOptions
from enrich.flow.progress import Progress
from enrich.labels import kind_of
from enrich.model import Document, Link, Match
from enrich.pipeline import Linker
from enrich.records.record import iter_records, rounded
from enrich.suggestions import did_you_mean
from gazetteer.codes import is_administrative, is_facility, is_settlement
from gazetteer.errors import ArgumentError, TaggerError
from gazetteer.model import Kind

try:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
    from spacy.util import filter_spans
except ImportError as error:
    raise TaggerError("enrich.spacy needs spaCy: pip install 'enrich-geo[spacy]'") from error

if TYPE_CHECKING:
    from enrich.rank.groups import ScoredCandidate

__all__ = ["EntityLinks", "make_entity_links"]

NAME: Final = "enrich"
"""Of the factory, the attributes, the group of spans, and what ``user_data`` tells."""
NIL: Final = "NIL"
_MOST_CANDIDATES: Final = 8
_CONTEXT: Final = frozenset({"id", "title", "published", "language", "outlet"})
_ANY_LANGUAGE: Final = frozenset({"xx", "mul"})

for _of in (Doc, Span):
    if not _of.has_extension(NAME):
        _of.set_extension(NAME, default=None)


class EntityLinks:
    """Links the entities of documents, and finds them where a document has none of its kinds.

    Every mention, also one inside another, is in ``doc.spans["enrich"]``. ``doc._.enrich`` has the
    id of the ``primary_place``, or None, and the ``error`` of a text that could not be read, or
    None. Set what is known about a text in ``doc.user_data["enrich"]`` before the pipeline runs:
    ``published``, ``title``, ``outlet``, ``language``, ``id``.

    Args:
        linker: The linker to use; other processes open one like it.
        overwrite_ents: Whether to find names whatever entities a document has, and to drop those
            that overlap them.

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("en")
        >>> links = nlp.add_pipe("enrich", config={"threshold": 0.5})
        >>> doc = nlp("Talks in Goris, Armenia, failed.")
        >>> [(ent.text, ent.label_, ent.kb_id_) for ent in doc.ents]
        [('Goris', 'GPE', 'geonames:174895'), ('Armenia', 'GPE', 'geonames:174982')]
        >>> doc.ents[0]._.enrich["country"], doc._.enrich["primary_place"]
        ('AM', 'geonames:174895')
    """

    def __init__(self, linker: Linker, *, overwrite_ents: bool = False) -> None:
        self.linker = linker
        self._overwrites = overwrite_ents

    def __call__(self, doc: Doc) -> Doc:
        """Link one document, in place."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 0) -> Iterator[Doc]:
        """Link documents as they come.

        Args:
            stream: The documents.
            batch_size: Ignored: articles of one outlet are linked together, others one by one.
        """
        del batch_size
        waiting: deque[Doc] = deque()

        def documents() -> Iterator[Document]:
            for doc in stream:
                waiting.append(doc)
                yield self._document(doc)

        for progress in self.linker.progress_many(documents()):
            yield self._marked(waiting.popleft(), progress)

    def _document(self, doc: Doc) -> Document:
        told = doc.user_data.get(NAME) or {}
        if not isinstance(told, Mapping):
            raise ArgumentError(f'user_data["{NAME}"] is of type {type(told).__name__}, not a dict')
        if strange := set(told) - _CONTEXT:
            raise ArgumentError(
                f'user_data["{NAME}"] has {min(strange)!r}; it may have'
                f" {', '.join(sorted(_CONTEXT))}"
            )
        if doc.lang_ and doc.lang_ not in _ANY_LANGUAGE:
            told = {"language": doc.lang_, **told}
        spans = [(e.start_char, e.end_char, kind_of(e.label_)) for e in doc.ents]
        known = tuple(span for span in spans if span[2] is not None)
        return Document(doc.text, **told, spans=None if self._overwrites else known or None)

    def _marked(self, doc: Doc, progress: Progress) -> Doc:
        """Put what was found on a document."""
        result = self.linker.result(progress)
        candidates = progress.weighed_candidates()
        given = progress.document.spans is not None
        old = doc.ents if given else ()
        labels = {(ent.start_char, ent.end_char): ent.label_ for ent in old}
        spans = []
        for link, read, record in zip(
            result.links, progress.links, iter_records(result), strict=True
        ):
            mention = read.mention
            options = candidates.get((mention.start, mention.end, mention.kind), [])
            span = _span(doc, link, labels)
            span._.set(NAME, {**record, "candidates": list(_told(options))})
            spans.append(span)
            if given:
                for token in span:
                    token.ent_kb_id_ = span.kb_id_
        if not given:
            found = filter_spans(spans)
            first, second = (found, doc.ents) if self._overwrites else (doc.ents, found)
            taken = {token.i for span in first for token in span}
            kept = (span for span in second if not any(token.i in taken for token in span))
            doc.ents = (*first, *kept)
        doc.spans[NAME] = spans
        place = result.primary_place
        doc._.set(NAME, {"primary_place": place and place.id, "error": result.error or None})
        return doc


def _span(doc: Doc, link: Link, labels: Mapping[tuple[int, int], str]) -> Span:
    """Return the tokens that a mention stands in, with the label that it has or is to have."""
    start, end = link.mention.start, link.mention.end
    label = labels.get((start, end)) or _label(link)
    found = doc.char_span(start, end, label, kb_id=link.id or NIL, alignment_mode="expand")
    return cast("Span", found)


def _label(link: Link) -> str:
    """Return what OntoNotes, and so spaCy, calls the entity of a link."""
    kind = link.entity.kind if link.entity else link.mention.kind
    if kind is not Kind.PLACE:
        return "PERSON" if kind is Kind.PERSON else "ORG"
    if link.candidate is not None and link.candidate.match is Match.DEMONYM:
        return "NORP"
    feature = link.entity.feature if link.entity else None
    if feature is None or is_settlement(feature) or is_administrative(feature):
        return "GPE"
    return "FAC" if is_facility(feature) else "LOC"


def _told(options: Iterable[ScoredCandidate]) -> Iterator[dict[str, Any]]:
    """Yield the likeliest candidates; ``share`` is the probability of each among them all."""
    for option in list(options)[:_MOST_CANDIDATES]:
        entity = option.candidate.entity
        yield {
            "id": entity.id,
            "name": entity.name,
            "description": entity.description or None,
            "share": rounded(option.share),
            "match": str(option.candidate.match),
        }


@Language.factory(
    NAME,
    assigns=["doc.ents", "token.ent_kb_id", "doc.spans"],
    default_config={"gazetteer": None, "threshold": None, "overwrite_ents": False, "options": {}},
)
def make_entity_links(  # noqa: PLR0913 - what spaCy gives, and what a user may
    nlp: Language,
    name: str,
    *,
    gazetteer: str | None,
    threshold: float | None,
    overwrite_ents: bool,
    options: dict[str, Any],
) -> EntityLinks:
    """Return the component that ``nlp.add_pipe("enrich", config=...)`` adds.

    Args:
        nlp: The pipeline.
        name: What the component is called in it.
        gazetteer: The path of a gazetteer; None for the embedded one.
        threshold: The probability, 0 to 1, below which a name is not linked; None for that of the
            library (``min_score``).
        overwrite_ents: As for ``EntityLinks``.
        options: Further fields of ``LinkerOptions``: {"country": "AM"}.

    Raises:
        ArgumentError: There is no such option, or it makes no sense.
        EnrichError: The gazetteer cannot be used.
    """
    del nlp, name
    known = [one.name for one in fields(LinkerOptions)]
    for option in options.keys() - set(known):
        hint = did_you_mean(option, known)
        raise ArgumentError(
            f"the component {NAME!r} has no option {option!r}; there are {', '.join(known)}{hint}"
        )
    try:
        chosen = LinkerOptions(gazetteer, min_score=threshold, **options)
    except TypeError as error:  # gazetteer or min_score, which have names of their own here
        raise ArgumentError(f"options of the component {NAME!r}: {error}") from error
    return EntityLinks(Linker(chosen), overwrite_ents=overwrite_ents)
