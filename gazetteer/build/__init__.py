"""The builder of a gazetteer: sources in, one file out."""

from gazetteer.build.builder import build, build_embedded, check_output, embedded_inputs_hash

__all__ = ["build", "build_embedded", "check_output", "embedded_inputs_hash"]
