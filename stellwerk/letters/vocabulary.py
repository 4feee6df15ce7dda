"""The placeholders a text may use, each with the word people know it by."""

STANDARD = {
    "aktenzeichen": "Aktenzeichen",
    "datum": "Datum",
    "ort": "Ort der Behörde",
    "durchwahl": "Durchwahl",
    "behörde": "Behörde",
    "datenschutz_url": "Adresse der Datenschutzhinweise",
}

PROGRAMME = {
    "programm": "Förderprogramm",
    "rechtsgrundlage": "Rechtsgrundlage",
    "begründung": "Begründung",
    "verbände": "beteiligte Verbände",
    "ende_neu": "neues Ende der Förderung",
    "frist": "Frist zur Stellungnahme",
    "schweigeregel": "Folge, wenn keine Stellungnahme eingeht",
}

NOTICE = {
    "empfänger": "Zuwendungsempfänger",
    "bescheid_nummer": "Nummer des Änderungsbescheids",
    "ausgangsbescheid_datum": "Datum des Zuwendungsbescheids",
    "ausgangsbescheid_aktenzeichen": "Aktenzeichen des Zuwendungsbescheids",
    "maßnahme": "Bezeichnung der Maßnahme",
    "zuwendungszweck": "Zuwendungszweck",
    "ziele": "Ziele und Kennzahlen",
    "zuwendungsart": "Art der Zuwendung",
    "zuwendungsform": "Form der Zuwendung",
    "finanzierungsart": "Finanzierungsart",
    "zuwendungsfähige_ausgaben": "zuwendungsfähige Ausgaben",
    "beginn": "Beginn des Bewilligungszeitraums",
    "ende_bisher": "bisheriges Ende des Bewilligungszeitraums",
    "betrag_bisher": "bisher bewilligter Betrag",
    "betrag_hinzu": "hinzukommender Betrag",
    "betrag_neu": "neuer Gesamtbetrag",
    "nebenbestimmungen": "Nebenbestimmungen",
    "nachweis_stelle": "Stelle für den Verwendungsnachweis",
    "gericht": "Verwaltungsgericht",
    "gericht_sitz": "Sitz des Gerichts",
}

CAMPAIGN = {
    "gemeinde": "Gemeinde",
    "landkreis": "Landkreis",
    "runde": "Bezeichnung der Bestätigungsrunde",
    "anliegen": "Text der Bestätigungsrunde",
    "antwort_bis": "Tag, bis zu dem geantwortet werden soll",
}

RECEIPT = {
    "aufruf": "Förderaufruf",
    "antragsteller": "Antragsteller",
    "eingang": "Zeitpunkt des Eingangs",
    "fassung": "Fassung des Antrags",
    "prüfsumme": "Prüfsumme",
    "gezeichnet": "Person, die gezeichnet hat",
    "anlagen": "Anlagen des Antrags",
}

DECISION = {
    "antrag_aktenzeichen": "Aktenzeichen des Antrags",
    "antrag_datum": "Tag, an dem der Antrag eingegangen ist",
    "betrag": "bewilligter Betrag",
    "betrag_beantragt": "beantragter Betrag",
    "ende": "Ende des Bewilligungszeitraums",
    "stellenumfang": "geförderter Stellenumfang",
    "vorangegangene_zuwendung": "Zuwendung, der das Vorhaben folgt",
}

OPINION = {
    "gegenstand": "Gegenstand der Stellungnahme",
    "frage": "Frage",
    "anträge": "Anträge, um die es geht",
    "unterlagen": "Unterlagen",
}

CONTRACT = {
    "rücktrittsrecht": "vereinbartes Rücktrittsrecht",
    "verzinsung": "vereinbarte Verzinsung von Rückzahlungen",
    "verzugszinsen": "vereinbarte Verzugszinsen",
}

BLOCKS = {
    "tabelle:angaben": "Angaben des Antrags",
    "tabelle:angebote": "Liste der Leistungen mit ihrem Stand",
    "tabelle:bewilligt": "Tabelle der bewilligten Jahresbeträge",
    "tabelle:jahresbeträge": "Tabelle der Jahresbeträge",
    "berechnung": "Berechnung",
    "rechtsbehelf": "Rechtsbehelfsbelehrung",
}

LABELS = STANDARD | PROGRAMME | NOTICE | CAMPAIGN | RECEIPT | OPINION | DECISION | CONTRACT | BLOCKS
