"""Defaults of options, from ``enrich.toml`` or from ``[tool.enrich]`` of a ``pyproject.toml``.

Such a file may lie beside texts that came from anywhere. So it changes what is made of the texts,
and nothing else: what sends, what writes and what loads a program is taken from the command line
alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import typer

from enrich.cli.parameters import INPUT, LINKING, LIVE, source_of
from enrich.suggestions import did_you_mean
from enrich.text.escape import one_line
from gazetteer.reading import read_plain

_NAME: Final = "enrich.toml"
_PROJECT: Final = "pyproject.toml"
_MOST_BYTES: Final = 1 << 20
_SHARED: Final = (INPUT, LINKING)
"""Groups of options that mean the same in every command that has them."""
_ASKED_FOR: Final = frozenset({"config", "output", "style", "tagger", "tiles"})
"""Options that are taken from the command line alone, as those of live services are: they write,
name another such file, load a model with the programs in it, or make a page ask others."""
_FORMATS: Final = frozenset({"format", "geojson"})
_PATHS: Final = frozenset({"against", "decisions", "gazetteer", "user-gazetteer"})


def config_file(named: str | None, texts: Sequence[str]) -> Path | None:
    """Return the file to read: the one named, else that of the first text or the current folder.

    In a folder, ``enrich.toml`` comes before a ``pyproject.toml`` that has a ``[tool.enrich]``.

    Raises:
        typer.BadParameter: The one named is not there.
    """
    if named == "none":
        return None
    if named is not None:
        if not Path(named).is_file():
            raise typer.BadParameter(f"--config {named}: no such file")
        return Path(named)
    folders = [*map(Path, texts[:1]), *(Path(text).parent for text in texts[:1]), Path()]
    found = map(_in_folder, folders)
    return next((path for path in found if path is not None), None)


def _in_folder(folder: Path) -> Path | None:
    own, project = folder / _NAME, folder / _PROJECT
    try:
        if own.is_file():
            return own
        if project.is_file() and b"tool.enrich" in project.read_bytes():
            return project
    except (OSError, ValueError):  # it cannot be read, or nothing can be called so
        pass
    return None


@dataclass(frozen=True, slots=True)
class Config:
    """What a file says of the options of a command; in ``notes``, what is not taken from it."""

    path: Path
    context: typer.Context
    named: bool  # and not found
    notes: list[str] = field(default_factory=list)

    def defaults(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return values by the names of parameters, as the command line would give them.

        At the top of the file are options of ``run``, which hold for other commands where they are
        about texts and linking; a table called as a command has the options of that command.

        Raises:
            typer.BadParameter: The file is not TOML, or a value is none that an option can have.
        """
        table = self._table()
        commands = getattr(self.context.find_root().command, "commands", {})
        own = _options(self.context.command)
        run = _options(commands["run"])
        tables = {key: value for key, value in table.items() if isinstance(value, dict)}
        said = {key: value for key, value in table.items() if key not in tables}
        mine = tables.pop(str(self.context.command.name), {})
        named = [name for name, command in commands.items() if "config" in _options(command)]
        self._note_unknown(said, run, dict.fromkeys(commands, "is a table, [{}]"))
        self._note_unknown(mine, own, {})
        self._note_unknown(tables, named, dict.fromkeys(run, "is an option, and no table"))
        self._note_withheld(said | mine, run | own)
        is_run = self.context.command.name == "run"
        shared = {k for k, option in own.items() if is_run or option.rich_help_panel in _SHARED}
        taken = {k: v for k, v in said.items() if k in shared}
        taken |= {k: v for k, v in mine.items() if k in own}
        if given.get("geojson") or given.get("format_") or given.get("output") not in (None, "-"):
            taken = {k: v for k, v in taken.items() if k not in _FORMATS}  # it is settled otherwise
        return {
            own[key].name: self._as_given(key, value, own[key])
            for key, value in taken.items()
            if not _is_asked_for(key, own[key])
        }

    def decided(self) -> dict[str, Any]:
        """Return the options that it decides, with their values: the command line gave no other."""
        return {
            _key(parameter): self.context.params[parameter.name]
            for parameter in self.context.command.params
            if parameter.name in self.context.params
            and is_from_config(self.context, parameter.name)
        }

    def lines(self) -> Iterator[str]:
        """Yield what a person is told of it: what it decides, and what is not taken from it."""
        yield from self.notes
        told = ", ".join(f"{key} {_shown(value)}" for key, value in self.decided().items())
        if told and (self.context.params.get("explain") or not self.named):
            yield f"{self.path} sets {told}; --config none ignores it"

    def error(self, error: typer.BadParameter) -> typer.BadParameter:
        """Return an error about a value; where the value is from the file, it says so."""
        parameter = error.param
        if parameter is None or not is_from_config(self.context, parameter.name):
            return error
        return self._wrong(_key(parameter), error.message)

    def _wrong(self, key: str, what: str) -> typer.BadParameter:
        return typer.BadParameter(one_line(f"{self.path}: {key}: {what}"), ctx=self.context)

    def _table(self) -> dict[str, Any]:
        import tomllib

        try:
            if self.path.stat().st_size > _MOST_BYTES:
                raise typer.BadParameter(f"{self.path} is larger than {_MOST_BYTES:,} bytes")
            found = tomllib.loads(read_plain(self.path).decode("utf-8-sig"))
        except (OSError, ValueError, RecursionError) as error:
            raise typer.BadParameter(
                f"{self.path}: cannot be read: {error}; --config none ignores it"
            ) from error
        for name in ("tool", "enrich") if self.path.name == _PROJECT else ():
            inner = found.get(name)
            found = inner if isinstance(inner, dict) else {}
        return found

    def _note_unknown(
        self, keys: Iterable[str], known: Collection[str], others: Mapping[str, str]
    ) -> None:
        """Note the keys that are not among those known; some of the others can be told what is."""
        for key in keys:
            if key in others and key not in known:
                self.notes.append(f"{self.path}: {key} {others[key].format(key)}")
            elif key not in known:
                hint = did_you_mean(key, known)
                self.notes.append(f"{self.path}: there is no option {key!r}{hint}")

    def _note_withheld(self, keys: Iterable[str], options: Mapping[str, Any]) -> None:
        held = [key for key in keys if key in options and _is_asked_for(key, options[key])]
        if held:
            self.notes.append(
                f"{self.path}: {', '.join(held)}: allowed only on the command line, not in a file"
            )

    def _as_given(self, key: str, value: Any, option: Any) -> Any:
        """Return a value as the command line would have it, for the checks of the option."""
        if option.is_flag:
            if not isinstance(value, bool):
                raise self._wrong(key, f"{value!r} is neither true nor false")
            return value
        several = value if option.multiple and isinstance(value, list) else [value]
        if not several or any(isinstance(one, bool | list | dict) for one in several):
            raise self._wrong(key, f"{value!r} is not a value of --{key}")
        given = [str(one) for one in several]
        if key in _PATHS and given != ["none"]:
            given = [self._existing(key, given[0])]
        return given if option.multiple else given[0]

    def _existing(self, key: str, name: str) -> str:
        """Return the path of a file that is named from the folder of this one."""
        path = self.path.parent / Path(name).expanduser()
        if key == "gazetteer" and "://" in name:
            raise self._wrong(key, f"give a file, downloaded with: enrich gazetteer fetch {name}")
        if "\0" in name or not path.is_file():  # a device or a pipe might never end
            raise self._wrong(key, f"no such file: {path}")
        return str(path)


def is_from_config(context: typer.Context, name: str) -> bool:
    """Return whether a file decided the value of a parameter."""
    return source_of(context, name) == "DEFAULT_MAP"


def _options(command: Any) -> dict[str, Any]:
    """Return the options of a command, by their long names."""
    return {
        opt[2:]: parameter
        for parameter in command.params
        for opt in parameter.opts
        if opt.startswith("--")
    }


def _is_asked_for(key: str, option: Any) -> bool:
    return key in _ASKED_FOR or option.rich_help_panel == LIVE


def _key(parameter: Any) -> str:
    return str(next(opt[2:] for opt in parameter.opts if opt.startswith("--")))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(value) if isinstance(value, list | tuple) else str(value) or "none"
