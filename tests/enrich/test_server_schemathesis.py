"""Schemathesis asks a service what its OpenAPI document allows, and what it does not.

Each answer must be documented: status, media type, headers and schema. What fits the document
must be taken, what does not must be refused, and no route may be open without the token that it
says it needs.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOKEN = "secret"  # noqa: S105 - of the test
FOLDER = Path(__file__).resolve().parents[1] / "data" / "schemathesis"


@pytest.mark.skipif(
    not importlib.util.find_spec("schemathesis"),
    reason="pip install schemathesis, which tests services by their OpenAPI documents",
)
def test_answers_are_those_that_the_document_promises(serve, environment, tmp_path):
    service = serve(workers=2, token=TOKEN, queue=256)
    words = [sys.executable, "-m", "schemathesis.cli"]
    words += ["--config-file", str(FOLDER / "schemathesis.toml")]
    words += ["run", f"http://127.0.0.1:{service.port}/openapi.json"]
    words += ["--max-examples", "5", "--seed", "1", "--no-shrink", "--continue-on-failure"]
    words += ["--request-timeout", "60"]
    words += ["--header", f"Authorization: Bearer {TOKEN}"]
    paths = os.pathsep.join([str(FOLDER), environment.get("PYTHONPATH", "")])
    done = subprocess.run(
        words,
        env={**environment, "PYTHONPATH": paths, "SCHEMATHESIS_HOOKS": "lines"},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
    assert service.post("/link", {"text": "Talks in Goris."}, headers).status == 200
    assert service.get("/health").json["ended"] == {}
