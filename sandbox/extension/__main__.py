"""moto's server with what zonekeep's sandbox adds. Run as `python3 sandbox/extension --port P --gateway URL`."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
# AWS keeps 100 of an account's concurrency unreserved; moto only where it is told how much there is.
os.environ.setdefault("MOTO_LAMBDA_CONCURRENCY_QUOTA", "1000")
# Bytes of a body that stay in memory: above it moto writes each object to a temporary file of its own.
os.environ.setdefault("MOTO_S3_DEFAULT_KEY_BUFFER_SIZE", str(64 * 1024 * 1024))


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sandbox/extension", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--gateway", help="where its own calls go, http://127.0.0.1:PORT (default: itself)")
    parser.add_argument("--verbose", action="store_true", help="log every request and each traceback")
    return parser.parse_args()


def main() -> None:
    given = options()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO if given.verbose else logging.ERROR)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))

    from flask import Flask
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Handler(WSGIRequestHandler):
        def log_request(self, code: Any = "-", size: Any = "-") -> None:
            if given.verbose:
                super().log_request(code, size)

    with tempfile.TemporaryDirectory(prefix="zonekeep-sandbox-") as scratch:
        # The port first: whoever has lost it to another program should learn so before moto has loaded.
        server = make_server("127.0.0.1", given.port, Flask("starting"), threaded=True, request_handler=Handler)
        server.daemon_threads = True
        gateway = (given.gateway or f"http://127.0.0.1:{server.server_port}").rstrip("/")

        from loading import once

        with once():
            from application import application
            from patching import Sandbox

            account = os.environ.setdefault("MOTO_ACCOUNT_ID", "123456789012")
            server.app = application(Sandbox(account=account, gateway=gateway, scratch=Path(scratch)))
        print(f"Running on http://127.0.0.1:{server.server_port}", file=sys.stderr, flush=True)
        server.serve_forever()


main()
