"""Build step: compiles the gettext catalogues, so that ``pip install .`` alone gives both languages."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Writes ``papi.mo`` beside every ``papi.po`` under ``resources/i18n``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version, build_data
        for po in sorted(Path(self.root, "resources", "i18n").glob("*/LC_MESSAGES/*.po")):
            with po.open("rb") as source:
                catalogue = read_po(source, locale=po.parts[-3])
            with po.with_suffix(".mo").open("wb") as target:
                write_mo(target, catalogue)
