"""The sections of the HTML page, each a pure function that returns markup."""
