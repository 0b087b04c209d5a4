"""Files in: the only room that sees foreign headings, encodings and number formats."""
