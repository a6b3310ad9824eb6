"""Values of options as their types, without what typer imports for it.

Since 0.27 typer asks pydantic about every value but a flag's, and importing pydantic takes 150 ms:
longer than choosing a card and dealing it. Most options are left at their defaults, or are texts
and paths. What is neither goes to typer as before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARK = "_runtime_param"
"""Where a parameter keeps what converts its values; earlier versions of typer have none."""


def spare_imports(command: Any) -> None:
    """Let the parameters of a command, and of its subcommands, convert what is simple."""
    own = command.get_params
    command.get_params = lambda ctx: spared(own(ctx))
    for below in getattr(command, "commands", {}).values():
        spare_imports(below)


def spared(params: Iterable[Any]) -> list[Any]:
    """Return parameters, each converting what is simple itself."""
    found = list(params)
    for param in found:
        if getattr(param, _MARK, ...) is None:
            setattr(param, _MARK, _Sparing(param))
    return found


class _Sparing:
    """Stands before what typer would convert a parameter's values with."""

    def __init__(self, param: Any) -> None:
        self._param = param
        annotation = param.type_descriptor.annotation
        self._many = get_origin(annotation) is list
        self._type = get_args(annotation)[0] if self._many else annotation

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return a value, or the values, as the type of the parameter."""
        values = list(value) if self._many and isinstance(value, list | tuple) else [value]
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if self._type is Path and all(isinstance(each, str) for each in values):
            found: list[Any] = [Path(each) for each in values]
        elif all(type(each) is self._type for each in values):
            found = values
        else:
            setattr(self._param, _MARK, None)
            return self._param.get_runtime_param().coerce(value, param=param, ctx=ctx)
        return found if self._many else found[0]
