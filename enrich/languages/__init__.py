"""In which language and script a text is written, and which the finder is made for.

detection    the decision, from the script's letters and the commonest words
names        what languages are called
notes        what is said of a text in another language
"""

from enrich.languages.detection import Language, detect_language
from enrich.languages.names import language_name
from enrich.languages.notes import ENGLISH, is_served, scan_note

__all__ = ["ENGLISH", "Language", "detect_language", "is_served", "language_name", "scan_note"]
