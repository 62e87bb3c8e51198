"""The command `explore`: build the static site over the published warehouse and, if wanted, serve it on this machine."""

from __future__ import annotations

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli_options import BuildOption
from flows.errors import UsageError
from flows.language import load_language, told

LOOPBACK = "127.0.0.1"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(explore)


def explore(
    build: BuildOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Link to the site (default: explorer in the build folder).")
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="en|zh", help="Language of the site's own words (default: that of messages)."),
    ] = None,
    serve: Annotated[bool, typer.Option("--serve", help="Serve it on this machine until interrupted.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to serve on; 0 takes a free one.")] = 8765,
) -> None:
    """Build a site to read the warehouse with: pages with every row highlighted, entities, metrics, questions, runs.

    Example:
        kechuang explore
    """
    from flows.progress import show_work
    from flows.status import published_database
    from warehouse.explorer.build import FOLDER, build_site
    from warehouse.explorer.language import LANGUAGES

    language = lang or load_language()
    if language not in LANGUAGES:
        raise UsageError(told("--lang takes {languages}, not {lang!r}", languages=", ".join(LANGUAGES), lang=lang))

    database = published_database(build)
    with show_work(told("Writing pages …")):
        built = build_site(database, out or database.parent / FOLDER, language=language)
    sys.stdout.write(
        told(
            "{pages:,} pages and {entities:,} entities: {index}",
            pages=built.documents,
            entities=built.entities,
            index=built.out / "index.html",
        )
        + "\n"
    )
    if not built.charts:
        sys.stdout.write(
            told("Without charts; `pip install -c constraints.txt -e '.[explore]'` brings the libraries for them.")
            + "\n"
        )
    if serve:
        with open_server(built.out, port) as server:
            address = f"http://{LOOPBACK}:{server.server_port}/"
            sys.stdout.write(told("{address} (Ctrl-C ends it)", address=address) + "\n")
            sys.stdout.flush()
            server.serve_forever()


class Handler(SimpleHTTPRequestHandler):
    """Serves files to this machine only: a name that was made to point here from outside is refused."""

    def send_head(self) -> Any:
        """As the base class, after a look at the name the browser asked for."""
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if host not in {LOOPBACK, "localhost"}:
            self.send_error(403, "served to this machine only")
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """Add what keeps browsers from guessing types and from showing an older site."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


def open_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder on the loopback address.

    Args:
        folder: The site; a link is followed at every request, so a newer site is served as soon as it is there.
        port: Port; 0 takes a free one.

    Raises:
        UsageError: The port is taken.
    """
    try:
        return ThreadingHTTPServer((LOOPBACK, port), partial(Handler, directory=str(folder)))
    except OSError as error:
        raise UsageError(told("cannot serve on port {port}: {error}", port=port, error=error)) from error
