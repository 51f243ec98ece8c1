"""`midan model`: the translation packages on this machine, and getting the official one."""

from __future__ import annotations

import argparse
import sys

from glossary.options import add_format
from glossary.terminal import say


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `midan model list|install|remove`."""
    parser = commands.add_parser("model", help="translation packages", description="The Arabic-English packages.")
    actions = parser.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the packages; the first is the one in use")
    add_format(listing)
    listing.set_defaults(handler=list_packages)
    install = actions.add_parser("install", help="fetch the official package from the Argos index, or install a file")
    install.add_argument("file", nargs="?", metavar="FILE.argosmodel", help="a package that was downloaded elsewhere")
    install.set_defaults(handler=install_package)
    remove = actions.add_parser("remove", help="remove the installed packages; the built-in one stays")
    remove.set_defaults(handler=remove_packages)


def list_packages(args: argparse.Namespace) -> int:
    """Print the packages, the one in use first."""
    from glossary.tables import render
    from memory.engines.packages import builtin_package, installed_packages

    packages = [*installed_packages(), builtin_package()]
    rows = [
        {
            "package": package.name,
            "version": package.version,
            "kind": "built-in, drafts" if package.builtin else "installed",
            "in use": "yes" if i == 0 else "",
        }
        for i, package in enumerate(packages)
    ]
    print(render(rows, args.format, bidi=args.bidi), end="")
    return 0


def install_package(args: argparse.Namespace) -> int:
    """Install a file, or fetch the official package with a progress bar where stderr is a terminal."""
    from memory.engines.packages import fetch_official, install_file

    if args.file:
        package = install_file(args.file)
    elif sys.stderr.isatty():
        from tqdm import tqdm

        with tqdm(desc="fetch", unit="B", unit_scale=True, leave=False) as bar:

            def advance(done: int, total: int) -> None:
                bar.total = total or None
                bar.update(done - bar.n)

            package = fetch_official(advance)
    else:
        package = fetch_official()
    say(f"installed {package.model}; `midan run --again` renews drafts")
    return 0


def remove_packages(args: argparse.Namespace) -> int:
    """Remove the installed packages."""
    from memory.engines.packages import remove_installed

    removed = remove_installed()
    for package in removed:
        say(f"removed {package.model}")
    if not removed:
        say("no package is installed")
    return 0
