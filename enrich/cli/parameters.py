"""Parameters that several commands take: the fields of a dataclass, spread out for typer."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

INPUT: Final = "Input"
OUTPUT: Final = "Output"
MAP: Final = "Map"
LINKING: Final = "Linking"
LIVE: Final = "Live services"
"""The groups of options in the help; those of none stand at its end."""


@dataclass(frozen=True)
class _Only:
    names: frozenset[str]


def only(*names: str) -> Any:
    """Say in an annotation which options of a group a command takes; of others, defaults hold.

    Example:
        linking: Annotated[Linking, only("gazetteer", "country")]
    """
    return _Only(frozenset(names))


def grouped(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command whose parameters are groups of options each of these options.

    A group is a dataclass whose fields are annotated as typer has its options; its ``panel`` is
    where the help shows those that name none of their own.

    Example:
        >>> from typing import ClassVar
        >>> import typer
        >>> @dataclass(frozen=True)
        ... class Where:
        ...     panel: ClassVar[str] = "Where it is"
        ...     lat: Annotated[float, typer.Option(help="Degrees.")] = 0.0
        ...     lon: Annotated[float, typer.Option(help="Degrees.")] = 0.0
        >>> @grouped
        ... def show(name: str, *, where: Where) -> None:
        ...     print(name, where)
        >>> show(name="Null Island", lat=1.0, lon=0.0)
        Null Island Where(lat=1.0, lon=0.0)
    """
    signature = inspect.signature(function, eval_str=True)
    groups = {
        name: group
        for name, parameter in signature.parameters.items()
        if (group := _group(parameter.annotation))
    }
    parameters: list[inspect.Parameter] = []
    for name, parameter in signature.parameters.items():
        parameters.extend(_spread(*groups[name]) if name in groups else [parameter])

    @wraps(function)
    def command(**values: Any) -> None:
        for name, (kind, taken) in groups.items():
            values[name] = kind(**{field: values.pop(field) for field in taken})
        function(**values)

    vars(command)["__signature__"] = signature.replace(parameters=parameters)
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command


def _group(annotation: Any) -> tuple[type, list[str]] | None:
    """Return the dataclass that an annotation names, and which of its fields are taken."""
    limits: list[_Only] = []
    if get_origin(annotation) is Annotated:
        annotation, *others = get_args(annotation)
        limits = [other for other in others if isinstance(other, _Only)]
    if not isinstance(annotation, type) or not is_dataclass(annotation):
        return None
    names = [field.name for field in fields(annotation)]
    return annotation, [name for name in names if all(name in limit.names for limit in limits)]


def _spread(kind: Any, taken: list[str]) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        if field.name in taken:
            _, option = get_args(hints[field.name])
            option.rich_help_panel = option.rich_help_panel or kind.panel
            yield inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=field.default,
                annotation=hints[field.name],
            )
