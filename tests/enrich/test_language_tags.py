"""The tag of a language means the same wherever it is written."""

import json
import re

import pytest
import typer

from enrich.cli.values import each, language_code
from enrich.inputs.documents import iter_documents
from enrich.languages import detect_language
from enrich.live.options import LiveOptions
from enrich.mentions.taggers.specs import languages_of
from gazetteer.errors import EnrichError
from gazetteer.wikidata.ids import language_code as wikimedia_code

# As written, its language, and as Wikimedia has it.
TAGS = [
    ("hy", "hy", "hy"), ("pt_BR", "pt", "pt-br"), ("es-419", "es", "es-419"),
    ("zh-Hant-TW", "zh", "zh-hant-tw"), ("SR-Latn", "sr", "sr-latn"),
]  # fmt: skip
WORDS = ["Armenian", "e", "en-", "en hy", "en&action=edit"]
FEED = """<rss version="2.0"><channel><language>{}</language>
<item><title>T</title><description>Talks in Gyumri failed.</description></item></channel></rss>"""


def languages_read(folder, tag):
    """The language of a document in a table and in a feed."""
    table, feed = folder / "a.jsonl", folder / "a.rss"
    table.write_text(json.dumps({"text": "Talks in Gyumri failed.", "lang": tag}))
    feed.write_text(FEED.format(tag.replace("&", "&amp;")))
    found = iter_documents([table, feed], on_error=pytest.fail)
    return [document.language for document in found]


@pytest.mark.parametrize(("tag", "language", "wikimedia"), TAGS)
def test_a_tag_is_taken_everywhere(tmp_path, tag, language, wikimedia):
    assert languages_read(tmp_path, tag) == [tag, tag]
    assert detect_language("Talks in Gyumri failed.", tag).code == language
    assert (language_code(tag), each(language_code)(f"{tag}, ru")) == (
        tag.lower(), f"{tag.lower()},ru",
    )  # fmt: skip
    assert languages_of({"languages": tag}) == {language}
    assert wikimedia_code(tag) == wikimedia
    assert LiveOptions(wikidata=True, labels=tag).labels == tag


@pytest.mark.parametrize("word", WORDS)
def test_what_is_no_tag_is_refused_or_passed_over_everywhere(tmp_path, word):
    assert languages_read(tmp_path, word) == [None, None]
    assert detect_language("Переговоры были трудными", word).code == "ru"
    assert wikimedia_code(word) == "en"
    told = re.escape(f"{word!r} is not an ISO 639 code such as en or hy")
    for taken in (language_code, each(language_code)):
        with pytest.raises(typer.BadParameter, match=told):
            taken(word)
    with pytest.raises(EnrichError, match=told):
        languages_of({"languages": word})
    with pytest.raises(EnrichError, match=told):
        LiveOptions(wikidata=True, labels=word)
