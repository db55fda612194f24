"""Signing up invokes the functions of a pool's triggers, where their policies let the pool in.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html: the answer of
PreSignUp says whether the user is confirmed at once; PostConfirmation follows a confirmation. A function that fails, is gone or
lets nobody in refuses the call. Plain moto invokes nobody.
"""

from __future__ import annotations

import json
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool, UserStatus
from moto.cognitoidp.utils import flatten_attrs
from moto.core.exceptions import JsonRESTError

from awslambda.invoke import Slot, chosen, lets_in
from awslambda.names import split
from awslambda.runtime import run
from patching import Sandbox, replaces

SERVICE = "cognito-idp.amazonaws.com"


def apply(sandbox: Sandbox) -> None:
    @replaces(CognitoIdpBackend, "sign_up")
    def sign_up(original: Any, self: Any, client_id: str, username: str, password: str, attributes: Any) -> Any:
        pool = pool_of(self, client_id)
        if pool is None or pool._get_user(username):
            return original(self, client_id, username, password, attributes)
        asked = {"userAttributes": flatten_attrs(attributes or []), "validationData": None}
        answer = invoked(sandbox, pool, "PreSignUp", "PreSignUp_SignUp", client_id, username, asked)
        made = original(self, client_id, username, password, attributes)
        if answer.get("autoConfirmUser") is True:
            made[0].status = UserStatus.CONFIRMED
            confirmed(sandbox, pool, client_id, made[0])
        return made

    @replaces(CognitoIdpBackend, "confirm_sign_up")
    def confirm_sign_up(original: Any, self: Any, client_id: str, username: str) -> Any:
        answer = original(self, client_id, username)
        pool = pool_of(self, client_id)
        if pool is not None:
            confirmed(sandbox, pool, client_id, self.admin_get_user(pool.id, username))
        return answer


def pool_of(backend: CognitoIdpBackend, client_id: str) -> CognitoIdpUserPool | None:
    return next((pool for pool in backend.user_pools.values() if client_id in pool.clients), None)


def confirmed(sandbox: Sandbox, pool: CognitoIdpUserPool, client_id: str, user: Any) -> None:
    asked = {"userAttributes": flatten_attrs(user.attributes)}
    invoked(
        sandbox, pool, "PostConfirmation", "PostConfirmation_ConfirmSignUp", client_id, user.username, asked
    )


def invoked(
    sandbox: Sandbox,
    pool: CognitoIdpUserPool,
    trigger: str,
    source: str,
    client_id: str,
    username: str,
    asked: dict[str, Any],
) -> dict[str, Any]:
    """What the function answers under `response`; nothing where the pool has no such trigger."""
    arn = pool.extended_config["LambdaConfig"].get(trigger)
    if arn is None:
        return {}
    event = {
        "version": "1",
        "region": pool.region,
        "userPoolId": pool.id,
        "userName": username,
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": client_id},
        "triggerSource": source,
        "request": asked,
        "response": {},
    }
    if not lets_in(pool.account_id, arn, SERVICE, pool.arn):
        raise refused("UnexpectedLambdaException", f"{trigger} invocation failed due to error AccessDeniedException.")
    name, qualifier = split(arn)
    functions = lambda_backends[pool.account_id][arn.split(":")[3]]
    with Slot(functions.get_function(name, None)):
        outcome = run(sandbox, chosen(functions, name, qualifier), json.dumps(event).encode(), arn)
    told = json.loads(outcome.payload)
    if outcome.failed:
        raise refused("UserLambdaValidationException", f"{trigger} failed with error {told.get('errorMessage')}.")
    if not isinstance(told, dict) or not isinstance(told.get("response"), dict):
        raise refused("InvalidLambdaResponseException", "Unrecognizable lambda output")
    return told["response"]


def refused(code: str, message: str) -> JsonRESTError:
    return JsonRESTError(code, message)
