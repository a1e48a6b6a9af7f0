"""The model that all files of a pack are made of: what isn't known is a mistake until proved otherwise."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Takes nothing for what it isn't, and nothing that isn't named."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
