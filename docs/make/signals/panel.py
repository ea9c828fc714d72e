"""What a panel shows and says, and the two expressions that most of them are."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Panel:
    """What is shown, in a unit of Grafana's; `expressions` are PromQL by the legend of a series.

    `warn_from` and `bad_from` turn a number orange and red.
    """

    title: str
    says: str
    unit: str
    expressions: dict[str, str]
    warn_from: float | None = None
    bad_from: float | None = None


@dataclass(frozen=True)
class Row:
    """Panels that answer one question: single numbers, then series over time."""

    title: str
    numbers: list[Panel] = field(default_factory=list)
    series: list[Panel] = field(default_factory=list)


def rate(counter: str, *labels: str) -> str:
    """Return a counter's rate over the span that Grafana chooses, summed by labels."""
    return f"sum by ({', '.join(labels)}) (rate({counter}[$__rate_interval]))"


def quantile(share: float, buckets: str, *labels: str, span: str = "$__rate_interval") -> str:
    """Return a quantile of a histogram, by labels."""
    summed = f"sum by ({', '.join((*labels, 'le'))}) (rate({buckets}[{span}]))"
    return f"histogram_quantile({share}, {summed})"
