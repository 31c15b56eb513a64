"""What taggers run on does not report the machine to its makers.

onnxruntime does so on every system from version 1.29 on, and huggingface_hub where it may ask the
network. Both read the environment once, when they are loaded; onnxruntime's own function for it
comes too late, since a report has left by then.
"""

from __future__ import annotations

import os

_REFUSED = ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY")


def refuse_telemetry() -> None:
    """Tell libraries that are loaded from now on to send nothing of their own accord.

    Who has set one of their variables has decided, and is left with it.

    Example:
        >>> refuse_telemetry()
        >>> os.environ["ORT_DISABLE_TELEMETRY"]
        '1'
    """
    for variable in _REFUSED:
        os.environ.setdefault(variable, "1")
