"""Every setting, its default and its meaning."""

from __future__ import annotations

import getpass
import ipaddress
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import WorkspaceCorrupt, no_toml
from messages import t

VERSION = "0.1.0"
FILE = "settings.toml"


def is_loopback(address: str) -> bool:
    """Whether only this computer reaches what listens on an address; an empty one means all."""
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address == "localhost"


class Settings(BaseModel):
    """Settings of one workspace: `settings.toml` in its folder, over these defaults.

    An unknown name is an error, so that a typing mistake never passes for a setting.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    graph: str = "embedded:"  # embedded: or a Bolt URL; --graph and TENDERLENS_GRAPH win
    language: Literal["zh_CN", "en"] = "zh_CN"
    operator: str = ""  # who loads and exports; empty: the user of the machine
    heap_mb: Annotated[int, Field(ge=256)] = 2560  # most memory of the embedded engine
    idle_minutes: Annotated[float, Field(gt=0)] = (
        30  # after so long without a client the engine stops
    )
    query_seconds: Annotated[float, Field(gt=0)] = 30  # an ad-hoc query is stopped after this
    query_rows: Annotated[int, Field(ge=1)] = 10_000  # and shows at most so many rows, saying so
    retention_days: Annotated[int, Field(ge=0)] = 1095  # reasons of dismissals are kept so long
    weights: str = ""  # a weights.toml of your own; empty: the one that is shipped

    @property
    def user(self) -> str:
        """Who works here, for batches and dossiers."""
        return self.operator or getpass.getuser()


def load_settings(folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the workspace in `folder`; TENDERLENS_GRAPH overrides `graph`.

    Raises WorkspaceCorrupt if the file cannot be understood.
    """
    file = folder / FILE
    stated: dict[str, object] = {}
    try:
        if file.is_file():
            stated = tomllib.loads(file.read_text(encoding="utf-8"))
        if "TENDERLENS_GRAPH" in environment:
            stated["graph"] = environment["TENDERLENS_GRAPH"]
        return Settings.model_validate(stated)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        reason = _rule(error) if isinstance(error, ValidationError) else no_toml(error)
        raise WorkspaceCorrupt(
            t(
                "{file} cannot be used: {reason}. Correct the line, or delete the file to return "
                "to the defaults.",
                file=file,
                reason=reason,
            )
        ) from error


def _rule(problem: ValidationError) -> str:
    """The first setting that does not fit, and what it has to be."""
    first = problem.errors()[0]
    stated = first.get("ctx", {})
    kind, name = first["type"], str(first["loc"][0])
    if kind == "extra_forbidden":
        names = t(", ").join(Settings.model_fields)
        return t("there is no setting {name}; the settings are {names}", name=name, names=names)
    if kind == "literal_error":
        wanted = " / ".join(get_args(Settings.model_fields[name].annotation))
        return t("{name} has to be one of {wanted}", name=name, wanted=wanted)
    if kind == "greater_than_equal":
        return t("{name} is at least {least}", name=name, least=stated["ge"])
    if kind == "greater_than":
        return t("{name} has to be more than {bound}", name=name, bound=stated["gt"])
    if kind.startswith("int"):
        return t("{name} has to be a whole number", name=name)
    if kind.startswith("float"):
        return t("{name} has to be a number", name=name)
    return t("{name} has to be a text between quotation marks", name=name)
