"""How Schemathesis writes the body of a batch: a document a line."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def write_lines(_, value):
    return value if isinstance(value, bytes) else f"{json.dumps(value)}\n".encode()
