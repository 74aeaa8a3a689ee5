"""Shows an address: prints it, and opens it in a browser where there is one."""

import sys


def show_url(url: str, *, only_print: bool) -> None:
    """Print an address, and open it in a browser unless the output is a pipe or a file.

    Args:
        url: The address.
        only_print: Whether to open no browser.
    """
    print(url, flush=True)
    if only_print or not sys.stdout.isatty():
        return
    import webbrowser

    webbrowser.open(url)  # False without a browser; the address is printed anyway
