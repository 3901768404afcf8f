"""What a message costs: the bulk path beside two libraries, in one run on one machine. Started by ``make bench``."""
