"""A slice of Wikidata brought into a folder, page by page.

    service = Service(Sparql(asker, endpoint), most=500)
    slices = [Brought(slice_, folder, endpoint) for slice_ in wanted]
    bring(slices, service, print)          # asks; then build(..., [("wikidata-query", folder)])

First the members are listed. From then on it is known how many requests the pages take: three for
each 200 members. A question that is more than the service can do is halved, and those after it are
as small. One request is under way at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from gazetteer.errors import ServiceError, SourceError, TooMuch
from gazetteer.wikidata.ids import qid
from gazetteer.wikidata.slice_items import items_of, line_of_item
from gazetteer.wikidata.slice_queries import others_text, statements_text, terms_text
from gazetteer.wikidata.slices import PAGE, Brought, Question, Slice, halves_of, write, write_packed
from gazetteer.wikidata.sparql import Fact, Sparql, item_of

MEMBERS, OTHERS = "members", "others"
REQUESTS_A_PAGE: Final = 3
"""Terms and statements of the members, and statements of what they refer to."""

Say = Callable[[str], object]


class Service:
    """A SPARQL endpoint with a limit on the requests that it is sent.

    Args:
        sparql: What asks.
        most: Requests that may be sent in all.

    Attributes:
        sent: Requests so far, those that failed among them.
    """

    def __init__(self, sparql: Sparql, most: int) -> None:
        self._sparql = sparql
        self._most = most
        self.sent = 0
        self.size = PAGE

    def rows(self, text: str, *, smallest: bool = False) -> list[Fact]:
        """Return the answer to one question, which is the smallest of its sort or has halves.

        Raises:
            TooMuch: A smaller question is called for.
            SourceError: There is no usable answer, or the limit is reached.
        """
        try:
            return self._sparql.large(text, self._take, smallest=smallest)
        except TooMuch:
            raise
        except ServiceError as error:
            raise SourceError(
                f"{error}; what has come is kept: give the same command again, later, to go on"
                " from there"
            ) from error

    def check(self, needed: int, what: str) -> None:
        """Refuse what would need more requests than are left.

        Raises:
            SourceError: It would.
        """
        if self.sent + needed > self._most:
            raise SourceError(
                f"{what} {_plural(needed)} more, and --max-requests {self._most} allows"
                f" {self._most - self.sent}; give --max-requests {self.sent + needed} or ask for"
                " less with --countries or --min-sitelinks; what has come is kept"
            )

    def _take(self) -> None:
        if self.sent >= self._most:
            raise SourceError(
                f"--max-requests {self._most} are sent, and more are needed since some had to be"
                " repeated or halved; what has come is kept: give the same command with more to"
                " go on from there"
            )
        self.sent += 1


def bring(
    slices: Sequence[Brought],
    service: Service,
    say: Say,
    shown: Callable[[int], object] = lambda _: None,
) -> None:
    """Ask for all that is missing of some slices.

    Args:
        slices: Where they lie and what they are.
        service: Who is asked.
        say: Told what it will cost before it is asked for, a line at a time.
        shown: Told after each page how many have come.

    Raises:
        SourceError: More requests are needed than are allowed, the service gives no usable
            answer, or a folder is in use; what has come is kept.
        OutputError: The folder cannot be written.
    """
    for lines in cost_of(slices):
        say(lines)
    listing = sum(len(brought.missing_members()) for brought in slices)
    service.check(listing, "listing the members takes")
    for brought in slices:
        with brought.locked():
            for path, question in brought.missing_members():
                found = sorted({*_iter_members(brought.slice, question, service)})
                write(path, json.dumps(found))
    if listing:
        for lines in cost_of(slices):
            say(lines)
    needed = REQUESTS_A_PAGE * sum(len(brought.missing_pages()) for brought in slices)
    service.check(needed, "the pages take")
    for brought in slices:
        with brought.locked():
            _bring_pages(brought, service, shown)


def cost_of(slices: Sequence[Brought]) -> Iterator[str]:
    """Yield what some slices will cost when nothing fails, a line for each and one for all.

    Nothing is sent: of members that were not listed yet it is said how many requests list them.
    """
    total = 0
    known = True
    for brought in slices:
        name, listing = brought.slice.name, len(brought.missing_members())
        total += listing
        if listing:
            known = False
            yield (
                f"{name}: {_plural(listing)} to list the members, then {REQUESTS_A_PAGE} for each"
                f" {PAGE} of them"
            )
            continue
        pages = len(brought.missing_pages())
        total += REQUESTS_A_PAGE * pages
        lying = len(brought.pages()) - pages
        kept = f"; {lying:,} pages lie in {brought.folder}" if lying else ""
        asked = _plural(REQUESTS_A_PAGE * pages) if pages else "nothing to ask"
        yield f"{name}: {len(brought.members()):,} members, {asked}{kept}"
    yield f"in all: {_plural(total)}{'' if known else ' to list the members'}"


def iter_texts(slices: Sequence[Brought]) -> Iterator[str]:
    """Yield the questions that come next, whole: all that list members, else those of a page."""
    for brought in slices:
        missing = brought.missing_members()
        for _, question in missing:
            yield brought.slice.text(question)
        pages = [] if missing else [members for _, members in brought.missing_pages()]
        # Before the members are known, a page is shown with an item that stands for them.
        for numbers in [[1]] if missing else islice(pages, 1):
            yield from (text for _, text in page_texts(numbers, brought.slice.languages))


def page_texts(numbers: Sequence[int], languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the questions for a page, each with whom it is about: members or others."""
    yield MEMBERS, terms_text(numbers, languages)
    yield MEMBERS, statements_text(numbers)
    yield OTHERS, others_text(numbers)


def _iter_members(slice_: Slice, question: Question, service: Service) -> Iterator[int]:
    halves = halves_of(question)
    try:
        rows = service.rows(slice_.text(question), smallest=not halves)
    except TooMuch as error:
        if not halves:
            raise SourceError(
                f"{error}, even for the smallest part of {slice_.name}; narrow it with --countries"
                " or a larger --min-sitelinks, or try again later: what has come is kept"
            ) from error
        for half in halves:
            yield from _iter_members(slice_, half, service)
        return
    yield from (number for row in rows if (number := item_of(row.get("item"))))


def _bring_pages(brought: Brought, service: Service, shown: Callable[[int], object]) -> None:
    done = len(brought.pages()) - len(brought.missing_pages())
    for path, numbers in brought.missing_pages():
        rows: dict[str, list[Fact]] = {MEMBERS: [], OTHERS: []}
        for at in range(REQUESTS_A_PAGE):
            for about, found in _iter_answers(brought.slice, at, numbers, service):
                rows[about] += found
        members, others = (sorted(items_of(rows[about]).items()) for about in (MEMBERS, OTHERS))
        own = {*numbers}
        lines = [line_of_item(item) for _, item in members]
        lines += [line_of_item(item) for number, item in others if number not in own]
        write_packed(path, "\n".join(lines))
        done += 1
        shown(done * PAGE)


def _iter_answers(
    slice_: Slice, at: int, numbers: Sequence[int], service: Service
) -> Iterator[tuple[str, list[Fact]]]:
    """Yield the rows of one of the questions for a page, asked in pieces where it has to be."""
    waiting = list(numbers)
    while waiting:
        piece = waiting[: service.size]
        about, text = next(islice(page_texts(piece, slice_.languages), at, None))
        try:
            yield about, service.rows(text, smallest=len(piece) == 1)
        except TooMuch as error:
            if len(piece) == 1:
                raise SourceError(
                    f"{error}, even for {qid(piece[0])} alone; try again later: what has come is"
                    " kept"
                ) from error
            service.size = max(1, len(piece) // 2)
        else:
            del waiting[: len(piece)]


def _plural(number: int) -> str:
    return f"{number:,} request{'' if number == 1 else 's'}"
