"""What there is: the clock, people and groups, their messages and files, the updates that wait for the bot."""
