"""English for the words that registers and logs of this field use: kinds of activities, cost types, measures.

They are words of the house that writes them, so there is no list of all; what is not known stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kooperation.model.messages import Language

FIELD_WORDS: dict[str, str] = {
    # kinds of activities, done or planned
    "Austausch": "Exchange",
    "Beschluss": "Resolution",
    "Besuch": "Visit",
    "Delegation": "Delegation",
    "Delegationsbesuch": "Delegation visit",
    "Delegationsreise": "Delegation trip",
    "Einrichtung": "Opening of a facility",
    "Gremienvorlage": "Committee paper",
    "Jahrestreffen der Kooperationspartner": "Annual meeting of the partners",
    "Konferenz": "Conference",
    "Kooperation": "Cooperation",
    "Messe": "Trade fair",
    "Reise": "Travel",
    "Seminar": "Seminar",
    "Sitzung": "Meeting",
    "Sondierung": "First contacts",
    "Treffen": "Meeting",
    "Vereinbarung": "Agreement",
    "Vorbereitung Delegationsreise": "Preparation of a delegation trip",
    "Workshop": "Workshop",
    # cost types
    "Bewirtung": "Hospitality",
    "Druck": "Printing",
    "Fahrtkosten": "Transport",
    "Flug": "Flights",
    "Gastgeschenke": "Gifts for guests",
    "Hilfslieferung": "Relief delivery",
    "Honorar": "Fees",
    "Öffentlichkeitsarbeit": "Public relations",
    "Reisekosten": "Travel expenses",
    "Übernachtung": "Accommodation",
    "Übersetzung": "Translation",
    "Veranstaltung": "Events",
    "Zuschuss": "Grant",
    # measures of outcomes
    "Teilnehmende": "Participants",
    "Unternehmen": "Companies",
    "Unternehmen im Zentrum": "Companies in the center",
}
_BY_SPELLING = {german.casefold(): english for german, english in FIELD_WORDS.items()}


def field_word(word: str, language: Language = "de") -> str:
    """Return a word of a register or a log in the reader's language; one that is not known as it stands."""
    return word if language == "de" else _BY_SPELLING.get(word.strip().casefold(), word)
