"""The rules of Broadsheet: standard library only, synchronous, and the time is always an argument."""
