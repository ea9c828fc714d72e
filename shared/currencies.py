"""How many decimals a currency's major unit has."""

from collections.abc import Mapping

# ISO 4217: all others have two.
_OTHERS: Mapping[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_DECIMALS = {
    currency: decimals
    for decimals, currencies in _OTHERS.items()
    for currency in currencies.split()
}


def decimals(currency: str) -> int:
    """Return how many decimals separate a currency's minor unit from its major one."""
    return _DECIMALS.get(currency, 2)
