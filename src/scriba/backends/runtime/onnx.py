"""ONNX models on the CPU, opened alike."""

from __future__ import annotations

import onnxruntime

from scriba.core.errors import ModelError


def open_session(
    model: bytes, threads: int, what: str, *, has_arena: bool = False, spins: bool = True
) -> onnxruntime.InferenceSession:
    """A model on so many threads of its own; raises ModelError, in which `what` names it for people.

    The arena keeps the largest call's memory for good, and makes many small calls faster. Threads that spin are there
    at once for the next step, and take the core from others while they wait.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = has_arena
    options.add_session_config_entry("session.intra_op.allow_spinning", "1" if spins else "0")
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's exceptions share no public base class
        msg = f"The {what} cannot be loaded: {error}"
        raise ModelError(msg) from error
