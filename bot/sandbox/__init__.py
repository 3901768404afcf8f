"""A local Telegram: a Bot API server for any bot, people to act as, and a client for tests and demonstrations.

It knows nothing of this bot, and no other package imports it but the command line and the demonstration.
"""
