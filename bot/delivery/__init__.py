"""The engine that turns queued rows into sent messages, at the right pace and through crashes."""
