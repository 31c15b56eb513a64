"""What every route of a service works with."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from starlette.requests import Request

from enrich.server.metrics import Metrics
from enrich.server.pool import Pool
from enrich.server.refusals import Busy
from enrich.server.settings import BATCHES, BODIES, Settings


@dataclass(slots=True)
class Memory:
    """How many bytes of bodies are held, all requests together.

    Attributes:
        most: That may be.
        held: That are.
    """

    most: int
    held: int = 0

    def take(self, number: int) -> None:
        """Hold so many more.

        Raises:
            Busy: There is no room for them.
        """
        if self.held + number > self.most:
            raise Busy("the bodies of other requests fill the memory set aside for them")
        self.held += number


@dataclass(slots=True)
class Service:
    """What every route works with.

    Attributes:
        settings: What the operator chose.
        pool: The processes: ``await service.pool.call(task, asked)``.
        metrics: What is counted.
        memory: For bodies.
        batches: Under way.
        stopping: Set when the service is being stopped: no further line of a batch is taken.
    """

    settings: Settings
    pool: Pool
    metrics: Metrics
    memory: Memory = field(init=False)
    batches: int = 0
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.memory = Memory(BODIES * self.settings.max_body)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Count a batch while it is under way.

        Raises:
            Busy: There are enough.
        """
        if self.batches >= BATCHES:
            raise Busy(f"{BATCHES} batches are under way", 5)
        self.batches += 1
        try:
            yield
        finally:
            self.batches -= 1


def service_of(request: Request) -> Service:
    """Return the service that a request was sent to; a route takes it as ``Served``."""
    return cast("Service", request.app.state.service)
