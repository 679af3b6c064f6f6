"""What each kind of field knows: its words in the file, how an answer is read, written, shown and drawn."""
