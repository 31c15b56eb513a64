"""Hooks of mkdocs.yml: the pages that lie outside docs/, and links that hold there and here.

README.md, CHANGELOG.md and CONTRIBUTING.md are pages too. Links between files of the repository
become links between pages; one to a file that is no page, such as a module, stays as its text.
Examples in docstrings are shown as such: mkdocstrings knows ``Examples:``, ours say ``Example:``.
"""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Final

from griffe import Extension, Object
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

PAGES: Final = {
    "README.md": "overview.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
}
"""Files beside docs/, and the pages they are."""
_EXAMPLE: Final = re.compile(r"^Example:$", re.MULTILINE)
_LINK: Final = re.compile(
    r"\[(?P<text>[^][]+)\]\((?!\w+:|#)(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)"
)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that lie outside docs/."""
    for path, page in PAGES.items():
        text = Path(config.docs_dir).parent.joinpath(path).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Return the text of a page with its links as the pages need them."""
    here = page.file.src_uri
    folder = "" if here in PAGES.values() else dirname(f"docs/{here}")

    def linked(found: re.Match[str]) -> str:
        path = normpath(join(folder, found["path"]))
        if path not in PAGES and not path.startswith("docs/"):
            return found["text"]
        target = relpath(PAGES.get(path, path.removeprefix("docs/")), dirname(here) or ".")
        return f"[{found['text']}]({target}{found['anchor'] or ''})"

    return _LINK.sub(linked, markdown)


class Examples(Extension):
    """Makes ``Example:`` in a docstring the section that the reference shows as code."""

    def on_object(self, *, obj: Object, **_: object) -> None:
        """Change the docstring of a module, class, function or attribute."""
        if obj.docstring is not None:
            obj.docstring.value = _EXAMPLE.sub("Examples:", obj.docstring.value)
