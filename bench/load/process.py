"""Runs loads in a process of their own, each with a fresh event loop, not to be measured."""

import functools
import gc
import multiprocessing
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor
from typing import Any, ParamSpec, TypeVar

import uvloop

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def in_process(
    load: Callable[Parameters, Coroutine[Any, Any, Result]],
    *arguments: Parameters.args,
    **keywords: Parameters.kwargs,
) -> Result:
    """Return what the load returns; raises what it raises."""
    result: Result = _loads().submit(_run, load, arguments, keywords).result()
    return result


@functools.cache
def _loads() -> ProcessPoolExecutor:
    """Return the process of all loads, which begins with the first of them."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def _run(load: Callable[..., Coroutine[Any, Any, Any]], arguments: Any, keywords: Any) -> Any:
    try:
        return uvloop.run(load(*arguments, **keywords))
    finally:
        # So that no load pays for what the one before has left.
        gc.collect()


def clock_ns() -> int:
    """Return a time that all processes of this machine share, in nanoseconds."""
    return time.monotonic_ns()
