"""OpenRefine as a process of its own, driven through its HTTP API as its pages drive it."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

COMMAND = shutil.which("openrefine")
_ALL_ROWS = json.dumps({"facets": [], "mode": "row-based"})
_BOUNDARY = "a-boundary-that-no-table-has"


class OpenRefine:
    """A running OpenRefine; its projects lie in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = [str(COMMAND), "-i", "127.0.0.1", "-p", str(self.port), "-d", str(folder)]
        environment = {**os.environ, "REFINE_MEMORY": "512M", "HOME": str(folder)}
        self._log = folder / "log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*words, "-x", "refine.headless=true"], stdout=log, stderr=log, env=environment,
                start_new_session=True,
            )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        for _ in range(240):
            if self._process.poll() is not None:
                break
            with contextlib.suppress(URLError, OSError):
                self.ask("get-version")
                return
            time.sleep(0.5)
        self.close()
        raise AssertionError(f"OpenRefine did not start: {self._log.read_text()[-2000:]}")

    def close(self) -> None:
        """End it, and the shell script that it is."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def ask(self, command: str, form: dict[str, str] | None = None, **query: str) -> Any:
        """Return what a command answers; with a form, it is posted with a token."""
        if form is not None:
            query["csrf_token"] = self.ask("get-csrf-token")["token"]
        url = f"http://127.0.0.1:{self.port}/command/core/{command}?{urlencode(query)}"
        data = None if form is None else urlencode(form).encode()
        with urlopen(Request(url, data), timeout=60) as reply:
            return json.loads(reply.read())

    def create(self, name: str, table: str) -> str:
        """Make a project of a CSV file; return its number."""
        options = json.dumps({"separator": ",", "headerLines": 1, "encoding": "UTF-8"})
        fields = {"project-name": name, "format": "text/line-based/*sv", "options": options}
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        parts.append(
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="project-file";'
            f' filename="table.csv"\r\nContent-Type: text/csv\r\n\r\n{table}\r\n--{_BOUNDARY}--\r\n'
        )
        token = self.ask("get-csrf-token")["token"]
        url = (
            f"http://127.0.0.1:{self.port}/command/core/create-project-from-upload"
            f"?csrf_token={token}&options={urlencode({'': options})[1:]}"
        )
        headers = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        request = Request(url, "".join(parts).encode(), headers)
        with urlopen(request, timeout=60) as reply:  # noqa: S310 - of this machine
            return parse_qs(urlsplit(reply.url).query)["project"][0]

    def reconcile(self, project: str, column: str, service: dict[str, Any], **config: Any) -> None:
        """Match a column, automatically where the service says so, and wait until it is done."""
        told = {
            "mode": "standard-service",
            "service": service["url"],
            "identifierSpace": service["identifierSpace"],
            "schemaSpace": service["schemaSpace"],
            "autoMatch": True,
            "columnDetails": [],
            "limit": 0,
            **config,
        }
        form = {"columnName": column, "config": json.dumps(told), "engine": _ALL_ROWS}
        assert self.ask("reconcile", form, project=project)["code"] in ("ok", "pending")
        self._finish(project)

    def extend(
        self, project: str, column: str, service: dict[str, Any], properties: list[dict[str, str]]
    ) -> None:
        """Add columns from what a column was matched to."""
        form = {
            "engine": _ALL_ROWS,
            "baseColumnName": column,
            "endpoint": service["url"],
            "identifierSpace": service["identifierSpace"],
            "schemaSpace": service["schemaSpace"],
            "columnInsertIndex": "1",
            "extension": json.dumps({"properties": properties}),
        }
        assert self.ask("extend-data", form, project=project)["code"] in ("ok", "pending")
        self._finish(project)

    def _finish(self, project: str) -> None:
        for _ in range(480):
            if not self.ask("get-processes", project=project)["processes"]:
                return
            time.sleep(0.25)
        raise AssertionError("OpenRefine did not finish")

    def rows(self, project: str) -> list[dict[str, Any]]:
        """Return the rows by column: the value of a cell, and as "NAME id" its match."""
        columns = self.ask("get-models", project=project)["columnModel"]["columns"]
        held = self.ask("get-rows", {"engine": _ALL_ROWS}, project=project, start="0", limit="1000")
        recons = held.get("pool", {}).get("recons", {})
        return [
            {
                key: value
                for column in columns
                for key, value in _cell(
                    column["name"], _at(row["cells"], column["cellIndex"]), recons
                )
            }
            for row in held["rows"]
        ]


def _at(cells: list[Any], index: int) -> Any:
    return cells[index] if index < len(cells) else None  # the last ones of a row may be left out


def _cell(name: str, cell: Any, recons: dict[str, Any]) -> list[tuple[str, Any]]:
    if cell is None:
        return [(name, None), (f"{name} id", None)]
    recon = cell.get("r")
    recon = recons.get(str(recon)) if isinstance(recon, int | str) else recon
    match = (recon or {}).get("m") or {}
    return [(name, cell["v"]), (f"{name} id", match.get("id"))]
