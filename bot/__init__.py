"""Broadsheet: a blog that lives in Telegram.

The layers, from the outside in: ``cli`` → ``app`` → ``handlers`` → ``delivery`` | ``gateway`` | ``storage`` →
``rendering`` → ``core``. ``bot.sandbox`` stands apart: a local Telegram that knows nothing of this bot.
"""
