"""What runs in a process of the service: it opens its desk once, then answers until it is told off.

Whatever a task raises is an answer; only what kills the process is none.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any

from enrich.flow.options import LinkerOptions
from enrich.processes import end_with_parent
from enrich.server.refusals import Refusal, of_request, where
from enrich.server.tasks import Desk, Limits, open_desk, task_of
from gazetteer.errors import EnrichError, InputError, OutputError, UnknownEntity


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process says.

    Attributes:
        value: What the task returned.
        refused: Status and line, where it returned nothing.
        broken: What broke and where, where something did; nothing of a text.
        number: Of the request; 0 for none.
        is_receipt: Whether it only says that the request has arrived.
    """

    value: Any = None
    refused: tuple[int, str] | None = None
    broken: str = ""
    number: int = 0
    is_receipt: bool = False


def work(options: LinkerOptions, limits: Limits, pipe: Connection) -> None:
    """Answer what comes through a pipe, until it is closed: a number, a task, what is asked."""
    for sent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sent, signal.SIG_IGN)  # the server ends it, when its request is done
    end_with_parent()
    try:
        desk = open_desk(options, limits)
    except EnrichError as error:
        pipe.send(Answer(refused=(500, str(error))))
        return
    pipe.send(Answer(value=desk.gazetteer.build_id))
    while True:
        try:
            number, task, asked = pipe.recv()
        except EOFError:
            return
        pipe.send(Answer(number=number, is_receipt=True))
        pipe.send(replace(_answered(desk, task, asked), number=number))


def _answered(desk: Desk, task: str, asked: Any) -> Answer:
    try:
        return Answer(task_of(task)(desk, asked))
    except Refusal as refusal:
        return Answer(refused=(refusal.status, refusal.line))
    except UnknownEntity as error:
        return Answer(refused=(404, str(error)))
    except (InputError, OutputError) as error:
        return Answer(refused=(422, of_request(str(error))))
    except Exception as error:  # noqa: BLE001 - whatever it is, the next request is answered
        return Answer(broken=where(error))
