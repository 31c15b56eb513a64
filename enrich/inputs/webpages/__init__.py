"""Web pages: their main text, in blocks, and what they say of themselves.

bytes -> decoding -> parsing -> pieces -> marks -> choice -> page
"""

from enrich.inputs.webpages.page import extract_html

__all__ = ["extract_html"]
