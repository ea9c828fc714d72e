"""Writes every document that is made from the code: `python -m docs.make`."""

from pathlib import Path

import yaml

from docs.make import asyncapi, configuration, dashboard

FOLDER = Path(__file__).parent.parent


def documents() -> dict[Path, str]:
    """Return the text of each document that is made, by its path."""
    return {
        FOLDER / "asyncapi.yaml": yaml.safe_dump(
            asyncapi.document(), sort_keys=False, allow_unicode=True, width=100
        ),
        FOLDER / "configuration.md": configuration.document(),
        FOLDER.parent / "deploy/grafana/orderbell.json": dashboard.document(),
    }


def main() -> None:
    """Write the documents."""
    for path, text in documents().items():
        path.write_text(text)
        print(f"wrote {path.relative_to(FOLDER.parent)}")


if __name__ == "__main__":
    main()
