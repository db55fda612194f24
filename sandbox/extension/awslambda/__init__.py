"""What zonekeep's sandbox adds to moto's Lambda. The order of the patches matters.

Named as moto names it: `lambda` is a keyword of Python.
"""

from __future__ import annotations

from awslambda import (
    account,
    aliases,
    asynchronous,
    code,
    concurrency,
    fields,
    images,
    invoke,
    layer_policies,
    layers,
    management,
    mapping_states,
    mappings,
    pages,
    permissions,
    poller,
    provisioned,
    resource_policies,
    revisions,
    routes,
    runtimes,
    signing,
    states,
    tags,
    urls,
    versions,
)

PATCHES = (
    routes,
    fields,
    code,
    images,
    versions,
    revisions,
    tags,
    aliases,
    permissions,
    resource_policies,
    asynchronous,
    urls,
    layers,
    layer_policies,
    mapping_states,
    mappings,
    pages,
    provisioned,
    concurrency,
    management,
    signing,
    account,
    invoke,
    poller,
    states,
    runtimes,
)
