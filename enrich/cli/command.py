"""How typer is used: help in groups, defaults from a file, and a command that is the default."""

import os
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from enrich.cli.config import Config, config_file, is_from_config
from enrich.cli.streams import say
from enrich.suggestions import closest

_META: Final = "enrich.config"
_ALIKE: Final = 0.75  # more than elsewhere: a file may be called anything
# An option whose value may be left out: the parser would take the next word for it.
_VALUED: Final = {"--wikidata": "--wikidata=on"}


class Command(TyperCommand):
    """A command whose help has groups, and whose defaults a file may have changed."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the file of defaults, where the command takes any, before anything is checked."""
        given = self._given(ctx, args)
        path = None if given is None else config_file(given.get("_config"), _texts(given))
        if given is None or path is None:
            return super().parse_args(ctx, args)
        config = ctx.meta[_META] = Config(path, ctx, named=given.get("_config") is not None)
        ctx.default_map = config.defaults(given)
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            raise config.error(error) from error

    def _given(self, ctx: Any, args: list[str]) -> Mapping[str, Any] | None:
        """Return what a command line gives, None where no file of defaults matters to it."""
        if ctx.resilient_parsing or not any(one.name == "_config" for one in self.params):
            return None
        given, _, _ = self.make_parser(ctx).parse_args(args=[*args])
        return None if given.get("help") else given

    def invoke(self, ctx: Any) -> Any:
        """Say what a file of defaults has changed, and do it."""
        config: Config | None = ctx.meta.get(_META)
        quiet = ctx.params.get("quiet") and not is_from_config(ctx, "quiet")
        if config is not None and not quiet:
            for line in config.lines():
                say(line)
        return super().invoke(ctx)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options in their groups."""
        _write(_sections(self, ctx), formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, a line each."""
        del ctx
        _write_examples(self.epilog, formatter)


class Group(TyperGroup):
    """A group of commands whose help has examples."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, a line each."""
        del ctx
        _write_examples(self.epilog, formatter)


class RunByDefault(TyperGroup):
    """``enrich FILE`` is ``enrich run FILE``: what begins with no command belongs to run."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Prepend ``run`` where the first word is neither a command nor an option of the group."""
        own = {*self.commands, *(opt for one in self.get_params(ctx) for opt in one.opts)}
        if not ctx.resilient_parsing:
            args = _meant(args, self.commands)
        if args and args[0] not in own:
            args = ["run", *args]
        args = [_VALUED.get(word, word) for word in args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Offer the options of run too."""
        found = super().shell_complete(ctx, incomplete)
        names = {item.value for item in found}
        others = self.commands["run"].shell_complete(ctx, incomplete)
        return found + [item for item in others if item.value not in names]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show what most people need, the options of run, before the other commands."""
        run = self.commands["run"]
        names = ctx.help_option_names
        with typer.Context(run, info_name=ctx.info_name, help_option_names=names) as run_context:
            run.format_usage(run_context, formatter)
            self.format_help_text(ctx, formatter)
            sections = _sections(run, run_context)
            for title, rows in _sections(self, ctx).items():
                sections[title] += [row for row in rows if row not in sections[title]]
            _write(sections, formatter)
            self.format_commands(ctx, formatter)
            run.format_epilog(run_context, formatter)
        formatter.write_paragraph()
        formatter.write_text("enrich COMMAND -h shows the help of a command.")


def config_record(context: typer.Context) -> dict[str, Any] | None:
    """Return what a file of defaults decided, as a manifest has it; None where that is nothing.

    That is the file, and under ``options`` the value of each option.
    """
    config: Config | None = context.meta.get(_META)
    decided = config.decided() if config is not None else {}
    return {"file": str(config.path), "options": decided} if config and decided else None


def _meant(args: list[str], commands: Mapping[str, Any]) -> list[str]:
    """Return the words of a command line, with ``help`` and ``version`` as the options they mean.

    What is a file stays one, whatever it is called.

    Raises:
        typer.BadParameter: The first word is not a file and nearly the name of a command.
    """
    if not args or args[0] in commands or args[0].startswith("-") or os.path.lexists(args[0]):
        return args
    if args[0] == "version":
        return ["--version"]
    if args[0] == "help":
        return [*args[1:2], "--help"] if args[1:2] and args[1] in commands else ["--help"]
    found = closest(args[0], commands, _ALIKE)
    if found and "." not in args[0]:
        raise typer.BadParameter(
            f"{args[0]!r} is neither a file nor a command; did you mean enrich {found}?"
        )
    return args


def _texts(given: Mapping[str, Any]) -> list[str]:
    """Return the files that a command reads."""
    gold = given.get("gold")
    return list(given.get("files") or ()) if gold is None else [gold]


def _sections(command: Any, ctx: Any) -> dict[str, list[tuple[str, str]]]:
    """Return the rows of the help under the title of their group; those of no group come last."""
    sections: dict[str, list[tuple[str, str]]] = defaultdict(list)
    others = []
    for parameter in command.get_params(ctx):
        row = parameter.get_help_record(ctx)
        panel = getattr(parameter, "rich_help_panel", None)
        if row is None:
            continue
        if parameter.param_type_name == "argument":
            sections["Arguments"].append((parameter.metavar, row[1]))
        elif panel:
            sections[panel].append(row)
        else:
            others.append(row)
    sections["Options"] = others
    return sections


def _write_examples(examples: str | None, formatter: Any) -> None:
    if examples:
        with formatter.section("Examples"):
            for line in examples.splitlines():
                formatter.write(f"  {line}\n")


def _write(sections: dict[str, list[tuple[str, str]]], formatter: Any) -> None:
    for title, rows in sections.items():
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)
