"""The page in the browser, and what it asks of the server."""
