"""Compile enrich/mentions/data/common_words.txt: English words that are not names as a rule.

    python scripts/compile_words.py [--ner FOLDER]

A word counts when the annotated corpora below write it in lower case more often than not. Only
the words are kept, no text. Corpora, all CC-BY 4.0 or more open: WikiGold, WNUT 2017, Broad
Twitter Corpus, re3d (its open sources).
"""

from __future__ import annotations

import argparse
import gzip
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORPORA = ("wikigold", "wnut17.train", "wnut17.dev", "btc.train", "btc.dev_f", "re3d.open")
OUTPUT = ROOT / "enrich" / "mentions" / "data" / "common_words.txt"
HEADER = "# English words written in lower case as a rule; made by scripts/compile_words.py\n"
SHARE = 0.5
"""Least share of lower-case tokens among all tokens of the word."""


def count_words(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Return how often each word stands in lower case, and otherwise."""
    lower: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for corpus in CORPORA:
        with gzip.open(folder / f"{corpus}.conll.gz", "rt", encoding="utf-8") as file:
            for line in file:
                token = line.split("\t")[0].strip()
                if token.isalpha() and token.isascii():
                    (lower if token.islower() else other)[token.lower()] += 1
    return lower, other


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ner", type=Path, default=ROOT.parent / "shared" / "data" / "ner")
    lower, other = count_words(parser.parse_args().ner)
    words = sorted(w for w, n in lower.items() if len(w) > 1 and n >= SHARE * (n + other[w]))
    OUTPUT.write_text(HEADER + "\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} words -> {OUTPUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
