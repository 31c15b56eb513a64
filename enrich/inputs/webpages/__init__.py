"""Web pages: their main text, in blocks, and what they say of themselves.

bytes -> decoding -> parsing -> pieces -> marks -> choice -> Page
"""

from enrich.inputs.webpages.page import Page, extract_html

__all__ = ["Page", "extract_html"]
