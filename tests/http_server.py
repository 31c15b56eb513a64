"""A web server of the tests' own that misbehaves on request, on 127.0.0.1."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

Respond = Callable[["Handler", bytes], None]


@dataclass
class Site:
    """Files by path, and what to do instead of sending one; the last fault of a list stays."""

    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[Respond]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    etags: bool = True
    url: str = ""

    def etag(self, path: str) -> str:
        return f'"{hash(self.files[path]) & 0xFFFFFFFF:x}"'


class Handler(BaseHTTPRequestHandler):
    """Sends files, honours Range and If-Range, and follows the faults of its site."""

    protocol_version = "HTTP/1.1"
    site: ClassVar[Site]

    def log_message(self, *_args):
        """Keep quiet."""

    def do_GET(self):
        site = self.site
        site.asked.append((self.path, self.headers.get("Range")))
        faults = site.faults.get(self.path, [])
        if faults:
            fault = faults.pop(0)
            fault(self, site.files.get(self.path, b""))
        elif self.path in site.files:
            self.send_file(site.files[self.path])
        else:
            self.head(404, {"Content-Length": "0"})

    def head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def send_file(self, body: bytes, *, stop: int | None = None, length: int | None = None) -> None:
        """Send a body, from the byte asked for; break off after ``stop`` bytes of it."""
        start, status, headers = 0, 200, {"Accept-Ranges": "bytes"}
        if self.site.etags:
            headers["ETag"] = self.site.etag(self.path)
        wanted = self.headers.get("Range")
        if wanted and self.headers.get("If-Range") == headers.get("ETag"):
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(body):
                self.head(416, {"Content-Range": f"bytes */{len(body)}", "Content-Length": "0"})
                return
            status = 206
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{length or len(body)}"
        rest = body[start:]
        headers["Content-Length"] = str((length or len(body)) - start)
        self.head(status, headers)
        self.wfile.write(rest[:stop] if stop is not None else rest)
        if stop is not None or (length is not None and length != len(body)):
            self.close_connection = True

    def send_page(self, status: int, body: bytes, content_type: str = "text/html") -> None:
        self.head(status, {"Content-Type": content_type, "Content-Length": str(len(body))})
        self.wfile.write(body)


def breaks_after(count: int) -> Respond:
    """Drop the connection in the midst of the body."""
    return lambda handler, body: handler.send_file(body, stop=count)


def announces(length: int) -> Respond:
    """Give another Content-Length than the body has."""
    return lambda handler, body: handler.send_file(body, length=length)


def answers(status: int, headers: dict[str, str] | None = None) -> Respond:
    """Answer with a status and no body."""
    return lambda handler, _: handler.head(status, {"Content-Length": "0", **(headers or {})})


def page(status: int = 200, content_type: str = "text/html") -> Respond:
    """Answer with a web page that asks to log in."""
    body = b"<!DOCTYPE html>\n<html><head><title>Log in</title></head><body></body></html>"
    return lambda handler, _: handler.send_page(status, body, content_type)


def moved(target: str) -> Respond:
    """Lead to another address."""
    return lambda handler, _: handler.head(302, {"Location": target, "Content-Length": "0"})


def hangs_up(handler: Handler, _body: bytes) -> None:
    """Close the connection without a word."""
    handler.close_connection = True
    handler.connection.shutdown(2)


class QuietServer(ThreadingHTTPServer):
    """Says nothing when a client goes away."""

    daemon_threads = True

    def handle_error(self, *_args):
        """Keep quiet."""


def serve(site: Site) -> tuple[ThreadingHTTPServer, str]:
    """Start a server for a site; return it and its address."""
    handler = type("SiteHandler", (Handler,), {"site": site})
    server = QuietServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"
