"""Commands stopped at a random moment; ``scripts/stop_runs.py`` does it at twenty."""

import signal

import pytest
from stop_runs import COMMANDS, iter_faults


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_stopped_leaves_the_old_output_or_the_new_one(name):
    if name == "run to a map":
        pytest.importorskip("pyogrio", reason="no maps: pip install '.[maps]'")
    assert list(iter_faults(name, 1, (signal.SIGTERM, signal.SIGKILL))) == []
