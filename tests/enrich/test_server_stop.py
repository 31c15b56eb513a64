"""A service that is told to stop: what is under way is answered, and what is not is said."""

import json
import threading

import pytest

TEXT = {"Content-Type": "text/plain"}
BATCH = (
    b"POST /link/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jsonl\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)


def chunk(text):
    line = json.dumps({"text": text}).encode() + b"\n"
    return b"%x\r\n%s\r\n" % (len(line), line)


class Reader(threading.Thread):
    """Reads the lines of an answer as they come; ``first`` is set when there is one."""

    def __init__(self, connection):
        super().__init__(daemon=True)
        self.first = threading.Event()
        self.status = 0
        self._lines = []
        self._connection = connection
        self.start()

    def run(self):
        with self._connection.makefile("rb") as answer:
            try:
                self.status = int(answer.readline().split()[1])
                for line in answer:
                    if line.startswith(b"{"):
                        self._lines.append(json.loads(line))
                        self.first.set()
            except ConnectionResetError:  # all that had arrived was read
                pass

    @property
    def lines(self):
        self.join(60)
        assert not self.is_alive()
        return self._lines


def test_a_batch_takes_no_further_line_and_says_so(serve):
    service = serve(workers=1)
    with service.connect(60) as connection:
        connection.sendall(BATCH + chunk("Talks in Yerevan.") * 3)
        reader = Reader(connection)
        assert reader.first.wait(60)
        stopped = threading.Thread(target=service.close)
        stopped.start()
        stopped.join(20)  # though its client would go on for ever
        assert not stopped.is_alive()
        *answers, last = reader.lines
    assert len(answers) == 3
    assert all("document" in line for line in answers)
    assert last == {
        "error": "the service is being stopped: 3 lines were answered, those from here on were not",
        "line": 4,
    }


def test_a_batch_whose_client_goes_on_sending_is_ended(serve):
    service = serve(workers=1)
    sent, more = [], threading.Event()
    with service.connect(60) as connection:
        connection.sendall(BATCH)
        reader = Reader(connection)

        def send():
            try:
                while not more.wait(0.01):
                    connection.sendall(chunk(f"Talks in Goris {len(sent)}."))
                    sent.append(1)
            except OSError:  # it was cut off
                pass

        sender = threading.Thread(target=send)
        sender.start()
        assert reader.first.wait(60)
        assert service.close() == 0
        more.set()
        sender.join(20)
        *answers, last = reader.lines
    assert all(line["document"]["text"] == f"Talks in Goris {n}." for n, line in enumerate(answers))
    assert last["line"] == len(answers) + 1
    assert len(answers) <= len(sent) + 1


def test_lines_that_are_not_done_in_time_are_named(serve, service_module):
    service = serve(workers=1, seconds=60, stop_seconds=1)
    with service.connect(60) as connection:
        connection.sendall(BATCH + chunk("Talks in Goris.") + chunk(service_module.LONG))
        reader = Reader(connection)
        assert reader.first.wait(60)
        assert service.close() == 0
        first, last = reader.lines
    assert first["document"]["text"] == "Talks in Goris."
    assert last["line"] == 2
    assert "1 line was answered" in last["error"]


def test_requests_that_are_not_done_in_time_are_refused(serve, service_module):
    service = serve(workers=1, seconds=60, stop_seconds=1)
    replies = []

    def ask():
        replies.append(service.post("/link", service_module.LONG, TEXT))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(1000):  # until one is in the process, and one waits for it
        if service.get("/health").json["waiting"]:
            break
    assert service.close() == 0
    for thread in threads:
        thread.join(60)
    for reply in replies:
        assert "is being stopped" in service_module.check_refusal(reply, 503)
        assert reply.headers["retry-after"]
    assert len(replies) == 2


@pytest.mark.parametrize("ending", ["", "\n"])
def test_a_batch_that_was_sent_whole_has_no_such_line(serve, ending):
    service = serve(workers=1)
    body = "\n".join([json.dumps({"text": "Talks in Yerevan. " * 50})] * 2) + ending
    head = BATCH.replace(b"Transfer-Encoding: chunked", b"Content-Length: %d" % len(body))
    with service.connect(60) as connection:
        connection.sendall(head + body.encode())
        reader = Reader(connection)
        assert reader.first.wait(60)
        assert service.close() == 0
        assert ["document" in line for line in reader.lines] == [True, True]
