"""The sections of the page: each a pure function from what there is to tell to markup."""
