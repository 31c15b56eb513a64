"""Samples altered so that the network learns more than their letters.

Names are replaced by others from the gazetteer, the same name by the same other one throughout a
sample: what is to be learnt is how a name is used, not which names there are. The case of whole
samples is changed, for headlines, shouting and careless typing.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tagger.samples import Sample, Span
from tagger.sentences import NameLists

__all__ = ["Augmenter", "change_case", "pack", "replace_names"]

_RENAMED = 0.25
_CASES: Sequence[tuple[float, Callable[[str], str]]] = (
    (0.10, str.lower), (0.07, str.upper), (0.03, str.title),
)  # fmt: skip


@dataclass(frozen=True)
class Augmenter:
    """Alters samples with names of a gazetteer.

    Attributes:
        names: What to take for places, people and organisations.
    """

    names: NameLists

    def __call__(self, sample: Sample, chance: random.Random) -> Sample:
        """Return a sample, altered or not."""
        if chance.random() < _RENAMED:
            sample = replace_names(sample, self.names, chance)
        draw = chance.random()
        for share, change in _CASES:
            if draw < share:
                return change_case(sample, change)
            draw -= share
        return sample


def replace_names(sample: Sample, names: NameLists, chance: random.Random) -> Sample:
    """Give the places of a sample, its people, and its organisations other names."""
    others: dict[str, str] = {}
    text, done = "", 0
    moved: list[tuple[int, int]] = []  # where the text behind a name stood, and stands
    spans: list[Span] = []
    for span in sorted(sample.spans, key=lambda s: s.start):
        if span.around or span.start < done:
            continue
        text += sample.text[done : span.start]
        name = sample.text[span.start : span.end]
        if name not in others:
            others[name] = _other(name, span, names.names, chance)
        start = len(text)
        text += others[name]
        spans.append(replace(span, start=start, end=len(text)))
        done = span.end
        moved += [(span.start, start), (done, len(text))]
    spans += [
        replace(s, start=_moved(moved, s.start), end=_moved(moved, s.end))
        for s in sample.spans
        if s.around
    ]
    return replace(sample, text=text + sample.text[done:], spans=tuple(spans))


def _moved(moved: Sequence[tuple[int, int]], offset: int) -> int:
    """Where an offset at the border of a name, or outside all of them, has gone."""
    before = [(old, new) for old, new in moved if old <= offset]
    return offset + (before[-1][1] - before[-1][0]) if before else offset


def _other(name: str, span: Span, names: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    if not name[:1].isupper() or "." in name:
        return name
    if span.labels == {"PER"}:
        return chance.choice(names["PER" if " " in name else "LAST"])
    if span.labels == {"ORG"} and " " in name:
        return chance.choice(names["ORG"])
    if span.toponym and "LOC" in span.labels:
        return chance.choice(names["PLACE"])
    return name


def change_case(sample: Sample, change: Callable[[str], str]) -> Sample:
    """Return a sample in other letters, or as it was where its length would change."""
    text = change(sample.text)
    return replace(sample, text=text) if len(text) == len(sample.text) else sample


def pack(samples: Sequence[Sample], chance: random.Random, most: int = 320) -> list[Sample]:
    """Join consecutive sentences of a corpus as a text has them, up to a random length.

    Args:
        samples: Of one corpus, in order.
        chance: Where lengths come from.
        most: Longest in characters, but for single sentences.
    """
    packed: list[Sample] = []
    room = 0
    for sample in samples:
        last = packed[-1] if packed else None
        if last is None or len(last.text) + len(sample.text) > room:
            packed.append(sample)
            room = chance.randint(0, most)
            continue
        shift = len(last.text) + 1
        moved = (replace(s, start=s.start + shift, end=s.end + shift) for s in sample.spans)
        packed[-1] = replace(last, text=f"{last.text} {sample.text}", spans=(*last.spans, *moved))
    return packed
