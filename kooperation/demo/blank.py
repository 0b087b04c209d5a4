"""An empty data folder for one's own authority: registers with headings and an explained example line, and a guide."""

from __future__ import annotations

import textwrap
from pathlib import Path

from kooperation.demo import refuse_unless_empty

__all__ = ["GUIDE_NAME", "write_blank"]

GUIDE_NAME = "LIESMICH.txt"

# Example lines begin with "#": they explain and are never read.
REGISTERS: dict[str, tuple[str, str]] = {
    "toepfe": (
        "topf;name;teilprodukt;sachkonto;standard;rahmen",
        "# Beispiel: kooperation;Internationale Kooperationen;990100;544016;ja;ja",
    ),
    "ansaetze": (
        "topf;jahr_von;jahr_bis;betrag;wirkung;anteil;gueltig_ab;gueltig_bis;umfang;status;vorlage;gremium;datum;quelle",
        "# Beispiel: kooperation;2025;;40.000,00;setzt;;;;alle;beschlossen;2024/0207;Städteregionstag;12.12.2024;Haushaltsplan 2025, S. 417",
    ),
    "partnerregionen": (
        "schluessel;name;name_en;land;aliase;phase;seit",
        "# Beispiel: ansan;Ansan;Ansan;KR;Ansan-si|An-san|안산;Kooperation;2017",
    ),
    "zuordnung": (
        "regel;teilprodukt;sachkonto;kreditor;text;beleg;kostentraeger;jahr_von;jahr_bis;partnerregion;topf;kostenart;anteil;vorrang;grund",
        "# Beispiel: dolmetscher;;;;Dolmetsch*;;;;;;;Übersetzung;;;Kostenart nach dem Wort im Buchungstext",
    ),
}
PLAN = (
    "kennung;zeitraum;partnerregion;art;menge;einzelpreis;kostenart;bemerkung;topf;jahr",
    "# Beispiel: P01;03.–09.04.2027;Ansan;Delegationsreise;20;1.900,00;Reise;20 Personen zu je 1.900 €;kooperation;",
)
ORDERS = "auftrag;jahr;teilprodukt;sachkonto;betrag;datum;kreditor;text;endabgerechnet"
ACTIVITIES = "kennung;zeitraum;partnerregion;art;richtung;veranstalter;teilnehmende;mandatstragende;status;verschoben_auf;ergebnis;kosten_beleg;quelle"

GUIDE = """\
So kommt das eigene Haus in die Auswertung
==========================================

1. Exporte ablegen
   buchungen/     Buchungsexporte, so wie sie aus SAP, Infoma oder Excel kommen (xlsx, xls, xlsb, ods,
                  csv, txt, html). Nichts umbenennen, nichts löschen: Titelzeilen, Summen und Zwischensummen werden
                  erkannt und geprüft. Mehrere Dateien dürfen sich überschneiden; derselbe Beleg zählt einmal.
   haushalt/      Budgetübersichten oder Haushaltsüberwachungslisten zum Abgleich (freiwillig). Je Konto und Jahr nur
                  den neuesten Stand.
   auftraege/     Aufträge und Reservierungen, wenn sie nicht in den Buchungen stehen (freiwillig). Überschriften:
                  {orders}
   aktivitaeten/  Reisen, Besuche, Vereinbarungen (freiwillig). Überschriften:
                  {activities}
                  kosten_beleg: die Belegnummern der Buchungen dazu, mehrere mit Komma. ergebnis: freier Text, Messbares als
                  „Unternehmen im Zentrum: 15 (2024, Vorlage 7)“, Erwartetes als „… 10 (erwartet, 2021)“; mehreres mit |.
   planung/       Was noch vorgesehen ist, mit Mengen und Preisen (freiwillig). Jede Datei ist ein eigener Plan; gilt einer,
                  so heißt er basis. menge × einzelpreis ist der geplante Betrag. topf leer: der erste Topf mit Ansatz.
                  jahr leer: das Jahr, in dem der zeitraum beginnt. Pläne ändern weder Ist noch Obligo.

2. Register ausfüllen (Ordner register, Semikolon-Dateien, öffnen sich in Excel mit Doppelklick)
   Die Zeile, die mit # beginnt, ist ein Beispiel und wird nicht gelesen.

   toepfe.csv           Wofür das Geld da ist. teilprodukt und sachkonto sagen, welche Buchungen dazugehören (sachkonto leer:
                        alle Sachkonten des Teilprodukts). standard = ja: nimmt alles vom Konto, was keine Regel
                        woandershin schickt. rahmen = ja: es gelten die Ansätze aus ansaetze.csv; plan: die
                        Planwerte aus den Exporten sind der Ansatz; nein: wird daneben gezeigt. Eine weitere Spalte
                        name_en nennt den Topf in englischen Ausgaben.
   ansaetze.csv         Wer hat ab wann wie viel beschlossen. wirkung: setzt (ersetzt den alten Betrag), erhoeht (kommt dazu),
                        uebertraegt (Rest aus dem Vorjahr), sperrt, gibt_frei (nur der anteil ist verfügbar, von gueltig_ab
                        bis gueltig_bis). betrag leer: es gibt einen Beschluss, aber keinen belegten Betrag.
                        umfang: alle oder Schlüssel von Partnerregionen. status: vorgeschlagen, beschlossen,
                        veranschlagt, angenommen.
   partnerregionen.csv  Mit wem zusammengearbeitet wird. land: zwei Buchstaben (KR, US, PL). aliase: alle Schreibweisen,
                        die in Buchungstexten vorkommen, getrennt durch |.
   zuordnung.csv        Regeln für alles, was der Text allein nicht sagt. Bedingungen einer Zeile gelten zusammen; * steht für
                        beliebige Zeichen. Mehrere Zeilen mit derselben regel teilen eine Buchung auf (anteil: 2/3 und 1/3).

3. Auswerten
   python run.py check  --data DIESER_ORDNER     nennt jeden Fehler mit Datei, Zeile und Abhilfe
   python run.py report --data DIESER_ORDNER     schreibt Excel-Bericht und Diagramme in den Ordner processed daneben

4. Wenn eine Überschrift nicht verstanden wird
   python run.py layout DATEI --out entwurf.toml     entwirft eine Layout-Datei für diesen Export

   Ergänzt und unter register/layouts gespeichert, ordnet sie die Überschriften des Exports zu, etwa so:

   name = "Haushalt lang"
   kind_of_file = "bookings"          # bookings, overview, orders, activities
   needs = ["Jahr", "Betrag", "Art"]  # Überschriften, an denen der Export erkannt wird
   files = "Haushalt*.csv"            # freiwillig: nur Dateien mit diesem Namen

   [columns]                          # Überschrift im Export = Spalte hier
   "Jahr" = "year"                    # year, period, booked_on, teilprodukt, sachkonto, cost_object, document,
   "Betrag" = "amount"                # item, order_id, vendor, text, amount, foreign_amount, currency
   "Bezeichnung" = "text"

   [kind]                             # wenn eine Spalte sagt, ob die Zeile Ist, Auftrag oder Ansatz ist
   column = "Art"
   actual = ["Rechnung"]
   commitment = ["Auftrag"]
   budget = ["Ansatz"]

   [years]                            # wenn jedes Jahr seine eigene Spalte hat
   actual = "Ist {{year}}"
   budget = "Plan {{year}}"

   [sign]                             # wenn eine Spalte das Vorzeichen trägt
   column = "S/H"
   plus = ["S"]
   minus = ["H"]

   [read]                             # nur, was die Datei nicht selbst zeigt
   sheet = "Tabelle1"
   decimal = ","
   dates = "day first"                # oder "month first": was in 03/04/2024 der Tag ist
   scale = 1000
   expense = "negative"
   defaults = {{ teilprodukt = "990100" }}

   Nur die Abschnitte verwenden, die gebraucht werden.

Was in keinen Topf fällt, steht im Bericht als „außerhalb“; was zu keiner Partnerregion gehört, als „nicht zugeordnet“.
Verloren geht nichts: die Summe ist immer die Summe der Exporte.
"""


def write_blank(folder: Path | str) -> list[Path]:
    """Write an empty data folder: registers with headings and one example line each, folders, a German guide.

    Parameters
    ----------
    folder : Path
        Where to write. It is made when it does not exist; an existing one must be empty.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    KooperationError
        When ``folder`` holds anything, or is a file. Nothing is written then.
    """
    target = Path(folder)
    refuse_unless_empty(target)
    for name in ("buchungen", "haushalt", "auftraege", "aktivitaeten", "planung", "register/layouts"):
        (target / name).mkdir(parents=True, exist_ok=True)
    tables = {
        **{f"register/{name}.csv": lines for name, lines in REGISTERS.items()},
        "planung/basis.csv": PLAN,
    }
    texts = {name: "\ufeff" + "\r\n".join((*lines, "")) for name, lines in tables.items()}
    texts[GUIDE_NAME] = "\ufeff" + GUIDE.format(
        orders=_wrapped(ORDERS), activities=_wrapped(ACTIVITIES)
    ).replace("\n", "\r\n")
    written = []
    for name, text in texts.items():
        path = target / name
        path.write_bytes(text.encode("utf-8"))
        written.append(path)
    return written


def _wrapped(headings: str) -> str:
    """Break a row of headings so that it fits the guide; it is meant to be read, not to be copied whole."""
    lines = textwrap.wrap(headings.replace(";", "; "), 90)
    return f"\n{' ' * 18}".join(lines)
