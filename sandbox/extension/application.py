"""Every patch, in the order in which they are laid over moto, and the WSGI application that results."""

from __future__ import annotations

import awslambda
import backup
import caller
import clock
import cloudfront
import cloudwatch
import cognito
import configservice
import dynamodb
import ecr
import elbv2
import events
import iam
import iot
import kinesis
import kms
import logs
import pipes
import s3
import scheduler
import secretsmanager
import ses
import sns
import sqs
import stepfunctions
import unknown_calls
from apigateway import serving as rest_apis
from apigatewayv2 import serving as apis
from awslambda import code
from cloudfront import keys
from elbv2 import serving as balancers
from executeapi import serving as requests
from executeapi import sockets
from functionurls import serving as urls
from iam import denials
from judge import judged
from patching import Sandbox, WsgiApp

PATCHES = (
    *backup.PATCHES,
    caller,
    *iam.PATCHES,
    *kms.PATCHES,
    *dynamodb.PATCHES,
    *ecr.PATCHES,
    *awslambda.PATCHES,
    *cloudwatch.PATCHES,
    *kinesis.PATCHES,
    *logs.PATCHES,
    *s3.PATCHES,
    *events.PATCHES,
    *scheduler.PATCHES,
    *pipes.PATCHES,
    *sns.PATCHES,
    *sqs.PATCHES,
    *stepfunctions.PATCHES,
    *elbv2.PATCHES,
    *cloudfront.PATCHES,
    *cognito.PATCHES,
    *secretsmanager.PATCHES,
    *iot.PATCHES,
    *configservice.PATCHES,
    *ses.PATCHES,
)


def application(sandbox: Sandbox) -> WsgiApp:
    for patch in PATCHES:
        patch.apply(sandbox)

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    moto = DomainDispatcherApplication(create_backend_app)
    clock.started()
    known = unknown_calls.named(keys.served(rest_apis.served(apis.served(moto, sandbox), sandbox), sandbox))
    called = code.served(judged(denials.obeyed(known, sandbox)))
    named = urls.served(balancers.served(called, sandbox), sandbox)
    http = sockets.served(requests.served(named, sandbox), sandbox)
    return clock.movable(caller.named(http, sandbox))
