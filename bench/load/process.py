"""Runs a load in a fresh process with its own event loop, so that it is not what is measured."""

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
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        result: Result = pool.submit(_run, load, arguments, keywords).result()
        return result


def _run(load: Callable[..., Coroutine[Any, Any, Any]], arguments: Any, keywords: Any) -> Any:
    return uvloop.run(load(*arguments, **keywords))


def clock_ns() -> int:
    """Return a time that all processes of this machine share, in nanoseconds."""
    return time.monotonic_ns()
