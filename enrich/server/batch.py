"""``POST /link/batch``: a document a line in, a result a line out, as the lines come."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from enrich.records.record import dumps
from enrich.server.bodies import lines_of, media_type, stopped, too_large
from enrich.server.link import REFUSED
from enrich.server.linking import Asked, Written
from enrich.server.options import BatchQuery
from enrich.server.refusals import Refusal
from enrich.server.schemas import DOCUMENT, Linked, Unread
from enrich.server.service import Service, service_of

_TYPES: Final = ("application/x-ndjson", "application/ndjson", "application/jsonl")
_AHEAD: Final = 1  # lines beyond those that processes work on
router = APIRouter()


@router.post(
    "/link/batch",
    summary="Link documents as they come, a line each",
    response_class=Response,
    responses={
        200: {
            "description": "For each line that is not empty, in order, a line of JSON.",
            "model": Linked | Unread,
            "content": {_TYPES[0]: {}},
        },
        **REFUSED,
    },
    openapi_extra={"requestBody": {"required": True, "content": {_TYPES[0]: {"schema": DOCUMENT}}}},
)
async def link_batch(
    request: Request,
    query: Annotated[BatchQuery, Query()],
    service: Annotated[Service, Depends(service_of)],
) -> Response:
    """Link documents, each by itself: a JSON object a line in, the same order out.

    A line that cannot be linked is answered with a line that has `error` and `line`. Read the
    answer while you send: no more than a few lines are held.
    """
    media_type(request, _TYPES)
    return _Batch(request, query, service)


class _Batch(Response):
    """A batch under way: it reads while it answers.

    When the service is being stopped, the lines that were taken are answered, then a last one says
    so; those that are not done when the time for it is up are left out before that one.
    """

    def __init__(self, request: Request, query: BatchQuery, service: Service) -> None:
        super().__init__()
        self._request = request
        self._service = service
        self._asked = Asked(b"", "line", query.of_linker(), query.of_document())
        # In the order of the lines, with their numbers; None is the end.
        self._lines: asyncio.Queue[tuple[int, asyncio.Task[str]] | None] = asyncio.Queue(
            service.pool.number + _AHEAD
        )
        self._answered = 0
        self._waits_for = 0  # the number of the line that is to be written; 0 before any is

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer each line, as it comes and its turn comes."""
        del scope, receive  # which the request reads from
        with self._service.batch():
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._read(group))
                    await self._write(send)
            except asyncio.CancelledError:
                if self._service.stopping.is_set() and self._waits_for:
                    await _end(send, await _unread(self._waits_for, stopped(self._answered)))
                raise
            except BaseExceptionGroup as failed:  # what an except* raises would be in a group again
                if failed.subgroup(ClientDisconnect) is None:
                    raise
                raise ClientDisconnect from failed

    async def _write(self, send: Send) -> None:
        headers = [(b"content-type", _TYPES[0].encode()), (b"x-accel-buffering", b"no")]
        turn = await self._lines.get()  # before the first is read, the client may wait to send it
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        while turn is not None:
            self._waits_for, task = turn
            line = (await task).encode()
            await send({"type": "http.response.body", "body": line, "more_body": True})
            self._answered += 1
            turn = await self._lines.get()
        await _end(send)

    async def _read(self, group: asyncio.TaskGroup) -> None:
        """Begin with each line, as there is room for it."""
        service, number = self._service, 0
        try:
            async with aclosing(
                lines_of(self._request, service.settings, service.stopping)
            ) as lines:
                async for number, line in lines:
                    await self._lines.put((number, group.create_task(self._answer(number, line))))
        except Refusal as refusal:
            last = group.create_task(_unread(number + 1, refusal))
            await self._lines.put((number + 1, last))
        await self._lines.put(None)

    async def _answer(self, number: int, line: bytes | None) -> str:
        if line is None:
            most = self._service.settings.max_body
            return await _unread(number, too_large(most, "the line"))
        asked = replace(self._asked, body=line, where=f"line {number}")
        try:
            done: Written = await self._service.pool.call("link", asked, patient=True)
        except Refusal as refusal:
            return await _unread(number, refusal)
        self._service.metrics.count_documents(done.documents)
        return done.body.decode()


async def _end(send: Send, line: str = "") -> None:
    await send({"type": "http.response.body", "body": line.encode()})


async def _unread(number: int, refusal: Refusal) -> str:
    return f"{dumps({'error': refusal.line, 'line': number})}\n"
