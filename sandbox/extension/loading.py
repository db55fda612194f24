"""What loading moto costs beyond its code: looking for garbage where there is none, and reading one file again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from botocore.loaders import JSONFileLoader


@contextmanager
def once() -> Iterator[None]:
    """All that is made within stays until the end, so that nothing looks through it, now or later."""
    gc.disable()
    keep_endpoints()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def keep_endpoints() -> None:
    """moto makes a session of botocore for each service, and each reads the endpoints of all of AWS."""
    read: Any = JSONFileLoader.load_file
    kept = cache(lambda path: read(JSONFileLoader(), path))

    def load_file(self: Any, file_path: str) -> Any:
        return kept(file_path) if file_path.endswith("endpoints") else read(self, file_path)

    JSONFileLoader.load_file = load_file  # type: ignore[method-assign]
