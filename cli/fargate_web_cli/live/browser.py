"""Shows an address: prints it, and opens it in a browser where there is one."""

import json
import sys

from fargate_web_cli.terminal.command_parser import CommandParser


def add_browser_arguments(parser: CommandParser) -> None:
    """Add the options that say how to show an address."""
    parser.add_argument("--print", action="store_true", help="open no browser")
    parser.add_argument("-j", "--json", action="store_true", help="write one JSON document, and open no browser")


def show_url(url: str, *, only_print: bool, as_json: bool) -> None:
    """Print an address, and open it in a browser unless the output is a pipe or a file.

    Args:
        url: The address.
        only_print: Whether to open no browser.
        as_json: Whether to write a document for JSON, and open no browser.
    """
    print(json.dumps({"url": url}) if as_json else url, flush=True)
    if only_print or as_json or not sys.stdout.isatty():
        return
    import webbrowser

    webbrowser.open(url)  # False without a browser; the address is printed anyway
