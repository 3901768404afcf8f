"""Everything that knows the shape of a Telegram object: updates in, calls out, errors into outcomes."""
