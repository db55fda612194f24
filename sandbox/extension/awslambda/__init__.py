"""What zonekeep's sandbox adds to moto's Lambda. The order of the patches matters.

Named as moto names it: `lambda` is a keyword of Python.
"""

from __future__ import annotations

from awslambda import (
    absent,
    aliases,
    asynchronous,
    code,
    concurrency,
    fields,
    images,
    invoke,
    layers,
    mappings,
    pages,
    permissions,
    poller,
    routes,
    urls,
    versions,
)

PATCHES = (
    routes,
    fields,
    code,
    images,
    versions,
    aliases,
    concurrency,
    permissions,
    asynchronous,
    urls,
    layers,
    mappings,
    pages,
    absent,
    invoke,
    poller,
)
