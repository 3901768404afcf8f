"""Migrations, in the order of their revisions; installed as ``bot.migrations``."""
