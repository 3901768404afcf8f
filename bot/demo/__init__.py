"""The demo: a sandbox and a bot as two processes, and a post played from its first message to its first comment."""
