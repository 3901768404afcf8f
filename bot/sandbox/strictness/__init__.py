"""What Telegram accepts and refuses, each rule with its source. Nothing here changes the world."""
