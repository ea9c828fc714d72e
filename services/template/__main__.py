"""Runs the adapter for pages of the template and its remake: `python -m services.template`."""

import asyncio
from datetime import timedelta

import structlog

from services.template import calls, sockets
from services.template.api import Api
from services.template.catalogue import Catalogue, Unreachable
from services.template.kitchen import Parts
from services.template.sent import Sent
from services.template.sessions import Sessions
from services.template.settings import TemplateSettings
from services.template.wires import WIRES
from shared.operations import serve_http
from shared.service import allow_open_files, run
from shared.settings import load

log = structlog.get_logger()


async def serve(settings: TemplateSettings) -> None:
    """Serve old pages until cancelled; then let their kitchens go."""
    api = Api(str(settings.origin_url).rstrip("/"))
    catalogue = Catalogue(api)
    parts = Parts(
        api,
        catalogue,
        Sessions(api),
        Sent(),
        timedelta(seconds=settings.accept_before_seconds),
    )

    async def ready() -> str | None:
        try:
            await catalogue.loaded()
        except Unreachable:
            return "the edge"
        return None

    server = await sockets.listen(settings, parts)
    log.info("template_api_is_on", sockets=list(WIRES))
    application = calls.application(api, catalogue, ready)
    http = asyncio.ensure_future(serve_http(application, settings.http_host, settings.http_port))
    try:
        await asyncio.shield(http)
    finally:
        http.cancel()
        await asyncio.wait({http, asyncio.ensure_future(sockets.close(server))})
        await api.close()


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    settings = load(TemplateSettings)
    allow_open_files()
    run("template", settings, lambda: serve(settings))


if __name__ == "__main__":
    main()
