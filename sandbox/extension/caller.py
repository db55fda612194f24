"""Whose call it is.

AWS knows the principal of every access key; CloudTrail writes it down. Plain moto says nothing of it, and
takes an unknown key for a user that does not exist. Here every answer carries `x-sandbox-caller`: the ARN of
the role session, of the user, the name of one of AWS's services, or the account's root for any other key.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from moto.iam.models import iam_backends
from moto.sts.models import STSBackend, sts_backends

from patching import Sandbox, WsgiApp, replaces

ACCESS_KEY = re.compile(r"Credential=([^/%&,\s]+)(?:/|%2F)")


def apply(sandbox: Sandbox) -> None:
    @replaces(STSBackend, "get_caller_identity")
    def get_caller_identity(original: Any, self: Any, access_key_id: str, region: str) -> tuple[str, str, str]:
        if principal(access_key_id, self.account_id) == root(self.account_id):
            return self.account_id, root(self.account_id), self.account_id
        return original(self, access_key_id, region)


def root(account: str) -> str:
    return f"arn:aws:iam::{account}:root"


def principal(access_key: str, account: str) -> str:
    if access_key.endswith(".amazonaws.com"):
        return access_key
    session = sts_backends[account]["aws"].get_assumed_role_from_access_key(access_key)
    if session is not None:
        return session.arn
    user = iam_backends[account]["aws"].get_user_from_access_key_id(access_key)
    return root(account) if user is None else user.arn


def role_of(who: str) -> str:
    """`aws:PrincipalArn` is the role, not its session."""
    if ":assumed-role/" not in who:
        return who
    return who.rsplit("/", 1)[0].replace(":sts:", ":iam:").replace(":assumed-role/", ":role/")


def access_key(environ: dict[str, Any]) -> str:
    """Of a signed request or of a presigned address; empty when it is neither."""
    signed = environ.get("HTTP_AUTHORIZATION") or environ.get("QUERY_STRING", "")
    found = ACCESS_KEY.search(signed)
    return unquote(found.group(1)) if found else ""


def named(app: WsgiApp, sandbox: Sandbox) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        who = principal(access_key(environ), sandbox.account)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, [*headers, ("x-sandbox-caller", who)], exc_info)

        return app(environ, start)

    return answer
