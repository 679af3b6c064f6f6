"""A document of a case as a PDF: the text, how it is set, and its seal."""
