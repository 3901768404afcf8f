"""The methods of the Bot API, a file for each family. `table` lists them all."""
