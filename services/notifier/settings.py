"""The notifier's settings."""

from shared.settings import BrokerSettings, ServiceSettings


class NotifierSettings(ServiceSettings, BrokerSettings):
    """What a notifier needs to know."""
