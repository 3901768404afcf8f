"""The demo: a sandbox and a bot as two processes, and a real post played from the first message to the first comment."""
