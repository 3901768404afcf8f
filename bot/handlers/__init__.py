"""One file for each thing that people do: read → decide → save → answer. ``routes`` is the table of contents."""
