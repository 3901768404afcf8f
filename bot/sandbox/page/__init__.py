"""The sandbox's chat page: static files for the browser, and the few routes that it needs besides the control API."""
