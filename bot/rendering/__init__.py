"""Core values → what people see: pages, cards, Markdown, every sentence. Pure functions."""
