"""Every patch, in the order in which they are laid over moto, and the WSGI application that results."""

from __future__ import annotations

import backup_tags
import caller
import iam_principals
import kms_keys
import lambda_absent
import lambda_async
import lambda_code
import lambda_fields
import lambda_invoke
import lambda_layers
import lambda_mappings
import lambda_pages
import lambda_permissions
import lambda_poller
import lambda_routes
import lambda_urls
import lambda_versions
import s3_checksums
import s3_documents
import s3_encryption
import s3_locks
import s3_notification
import s3_owner
import s3_policies
import s3_replication
import s3_subresources
import sqs_attributes
import stepfunctions_maps
import stepfunctions_runs
import unknown_calls
from patching import Sandbox, WsgiApp

PATCHES = (
    backup_tags,
    caller,
    iam_principals,
    kms_keys,
    lambda_routes,
    lambda_fields,
    lambda_code,
    lambda_versions,
    lambda_permissions,
    lambda_async,
    lambda_urls,
    lambda_layers,
    lambda_mappings,
    lambda_pages,
    lambda_absent,
    lambda_invoke,
    lambda_poller,
    s3_owner,
    s3_policies,
    s3_checksums,
    s3_encryption,
    s3_locks,
    s3_notification,
    s3_documents,
    s3_replication,
    s3_subresources,
    sqs_attributes,
    stepfunctions_runs,
    stepfunctions_maps,
)


def application(sandbox: Sandbox) -> WsgiApp:
    for patch in PATCHES:
        patch.apply(sandbox)

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    moto = DomainDispatcherApplication(create_backend_app)
    return caller.named(lambda_code.served(unknown_calls.named(moto)), sandbox)
