"""Parameters of commands: an option in a line, and groups of options that several commands take."""

import inspect
from collections.abc import Callable, Collection, Iterator
from copy import copy
from dataclasses import fields, is_dataclass
from functools import partial, wraps
from typing import Any, Final, TypeVar, cast, get_args, get_type_hints, overload

import typer

from enrich.cli.values import refuse_other
from gazetteer.errors import EnrichError

INPUT: Final = "Input"
OUTPUT: Final = "Output"
MAP: Final = "Map"
LINKING: Final = "Linking"
LIVE: Final = "Live services"
"""The groups of options in the help; those of none stand at its end."""

T = TypeVar("T")


@overload
def option(
    written: str, told: str, check: Callable[[Any], Any] | None = None, *, default: T, **others: Any
) -> T: ...


@overload
def option(
    written: str, told: str, check: Callable[[Any], Any] | None = None, **others: Any
) -> T | None: ...


def option(
    written: str,
    told: str,
    check: Callable[[Any], Any] | None = None,
    *,
    default: Any = None,
    choices: Collection[str] = (),
    panel: str | None = None,
    **others: Any,
) -> Any:
    """Return the option that is the default of a parameter, or of a field of a group.

    Args:
        written: As the help has it: "-o --output OUT".
        told: What the help says.
        check: Returns what a value means, or raises ``typer.BadParameter`` or an ``EnrichError``.
        default: Its value where it is not given.
        choices: All that it may be; the help has them where nothing else stands for the value.
        panel: The group in the help, where that is not the one of the group of options.
        others: As typer takes them.
    """
    *names, metavar = written.split()
    if metavar.startswith("-"):
        names, metavar = [*names, metavar], "|".join(choices)
    if choices:
        check = partial(refuse_other, choices=choices)
        others["autocompletion"] = lambda: list(choices)
    if check:
        others["callback"] = _callback(check)
    return typer.Option(
        default, *names, metavar=metavar or None, help=told, rich_help_panel=panel, **others
    )


def flag(name: str, told: str, **others: Any) -> bool:
    """Return an option that is given or not, as ``option`` does."""
    return cast("bool", option(name, told, default=False, **others))


def _callback(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def callback(value: Any) -> Any:
        try:
            return None if value is None else check(value)
        except EnrichError as error:
            raise typer.BadParameter(str(error)) from error

    return callback


def source_of(context: typer.Context, name: str) -> str:
    """Return where the value of a parameter is from: COMMANDLINE, ENVIRONMENT, DEFAULT_MAP."""
    source = context.get_parameter_source(name)
    return "" if source is None else source.name


def only(*names: str) -> frozenset[str]:
    """Say in an annotation which options of a group a command takes; of others, defaults hold.

    Example:
        linking: Annotated[Linking, only("gazetteer", "country")]
    """
    return frozenset(names)


def grouped(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command whose parameters are groups of options each of these options.

    A group is a dataclass whose fields have options for defaults; its ``panel`` is where the help
    shows those that name none of their own.

    Example:
        >>> from dataclasses import dataclass
        >>> from typing import ClassVar
        >>> @dataclass(frozen=True)
        ... class Where:
        ...     panel: ClassVar[str] = "Where it is"
        ...     lat: float = option("--lat X", "Degrees.", default=0.0)
        ...     lon: float = option("--lon X", "Degrees.", default=0.0)
        >>> @grouped
        ... def show(name: str, *, where: Where) -> None:
        ...     print(name, where)
        >>> show(name="Null Island", lat=1.0, lon=0.0)
        Null Island Where(lat=1.0, lon=0.0)
    """
    signature = inspect.signature(function, eval_str=True)
    groups: dict[str, tuple[Any, list[str]]] = {}
    parameters: list[inspect.Parameter] = []
    for name, parameter in signature.parameters.items():
        kind, *limits = get_args(parameter.annotation) or (parameter.annotation,)
        spread = list(_spread(kind, limits)) if is_dataclass(kind) else [parameter]
        parameters += spread
        if is_dataclass(kind):
            groups[name] = kind, [one.name for one in spread]

    @wraps(function)
    def command(**values: Any) -> None:
        for name, (kind, taken) in groups.items():
            others = {field: given.default for field, given in _options(kind).items()}
            values[name] = kind(**others | {field: values.pop(field) for field in taken})
        function(**values)

    vars(command)["__signature__"] = signature.replace(parameters=parameters)
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command


def _options(kind: Any) -> dict[str, Any]:
    return {field.name: field.default for field in fields(kind)}


def _spread(kind: Any, limits: list[frozenset[str]]) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(kind)
    for name, given in _options(kind).items():
        if all(name in limit for limit in limits):
            shown = copy(given)
            shown.rich_help_panel = given.rich_help_panel or kind.panel
            keyword = inspect.Parameter.KEYWORD_ONLY
            yield inspect.Parameter(name, keyword, default=shown, annotation=hints[name])
