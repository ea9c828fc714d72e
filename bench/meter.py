"""What processes use: CPU time and memory, by part."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import psutil

MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Reading:
    """CPU seconds used by now, by part, and the time at which it was read."""

    cpu_seconds: Mapping[str, float]
    at: float = field(default_factory=time.monotonic)

    def since(self, before: "Reading") -> dict[str, float]:
        """Return the CPU seconds that each part used since."""
        return {part: used - before.cpu_seconds[part] for part, used in self.cpu_seconds.items()}


def read(parts: Mapping[str, int]) -> Reading:
    """Return what the parts have used; each is a process and whatever it started."""
    return Reading({part: cpu_seconds(pid) for part, pid in parts.items()})


def cpu_us(used_seconds: Mapping[str, float], count: int) -> dict[str, float]:
    """Return the CPU microseconds that each of so many things took, by part."""
    return {part: used * MICROSECONDS / max(1, count) for part, used in used_seconds.items()}


def cpu_seconds(pid: int) -> float:
    """Return what a part has used, with its processes' ended children."""
    return sum(sum(process.cpu_times()[:4]) for process in family(pid))


def memory_bytes(pid: int) -> int:
    """Return the memory that a part holds (its processes' private and shared pages in RAM)."""
    return sum(process.memory_info().rss for process in family(pid))


def family(pid: int) -> list[psutil.Process]:
    """Return a process and those that it started."""
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]
