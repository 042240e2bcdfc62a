"""Transcript to text: one file for each export, named in a table.

Every entry takes a Transcript and returns the whole document as a string; an empty transcript gives an empty document.
"""

from __future__ import annotations

from typing import Final

EXPORTS: Final = {
    "text": "scriba.exports.text:to_text",
    "json": "scriba.exports.json:to_json",
    "srt": "scriba.exports.srt:to_srt",
    "vtt": "scriba.exports.vtt:to_vtt",
    "sentences": "scriba.exports.sentences:to_sentences",
    "paragraphs": "scriba.exports.paragraphs:to_paragraphs",
}
"""Name to "module:attribute", for `scriba.core.registry.resolve`."""
