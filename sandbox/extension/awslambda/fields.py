"""A function's configuration comes back as it was written.

AWS returns every field it was given, a default logging configuration, and a revision id that changes with each
change; fields without a value are left out. Plain moto forgets the key, the dead-letter queue, the logging
configuration and more, keeps the old date of a changed function, ignores most fields of an update, and has no
revision id for functions. A reserved concurrency of zero is missing from GetFunction.
"""

from __future__ import annotations

import copy
import hashlib
import json
import uuid
from typing import Any

from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.awslambda.responses import LambdaResponse
from moto.core.utils import iso_8601_datetime_with_nanoseconds

from awslambda.names import arn_of, named, refusal
from awslambda.settling import settling
from patching import Sandbox, replaces

KEPT = ("KMSKeyArn", "DeadLetterConfig", "LoggingConfig", "FileSystemConfigs")


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaFunction, "__init__")
    def initialise(original: Any, self: Any, account_id: str, spec: dict[str, Any], *rest: Any, **named: Any) -> None:
        self.extras = {}
        original(self, account_id, spec, *rest, **named)
        keep(self, spec)
        self.revision_id = str(uuid.uuid4())

    @replaces(LambdaFunction, "get_configuration")
    def get_configuration(original: Any, self: Any, on_create: bool = False) -> dict[str, Any]:
        configuration = {**original(self, on_create), **self.extras, "RevisionId": self.revision_id}
        if self.run_time and self.package_type != "Image":
            configuration["RuntimeVersionConfig"] = {"RuntimeVersionArn": runtime_version(self)}
        return {name: copy.deepcopy(value) for name, value in configuration.items() if value not in (None, [], "")} | {
            "Description": self.description
        }

    @replaces(LambdaFunction, "update_configuration")
    def update_configuration(original: Any, self: Any, updates: dict[str, Any]) -> dict[str, Any]:
        plain = dict(updates)
        if "Environment" in plain:
            plain["Environment"] = {"Variables": (plain["Environment"] or {}).get("Variables", {})}
        original(self, plain)
        keep(self, updates)
        if "TracingConfig" in updates:
            self.tracing_config = updates["TracingConfig"]
        if "EphemeralStorage" in updates:
            self.ephemeral_storage = updates["EphemeralStorage"]["Size"]
        return changed(self).get_configuration()

    @replaces(LambdaBackend, "update_function_configuration")
    def update_function_configuration(
        original: Any, self: Any, function_name: str, qualifier: str, body: dict[str, Any]
    ) -> Any:
        expect_revision(self.get_function(function_name, None), body.get("RevisionId"))
        return original(self, function_name, qualifier, body)

    @replaces(LambdaResponse, "get_function")
    def get_function(original: Any, self: Any) -> dict[str, Any]:
        name, qualifier = named(self)
        latest, fn = self.backend.get_function(name, None), self.backend.get_function(name, qualifier)
        answer = {**fn.get_code(), "Configuration": described(latest, fn, qualifier)}
        answer.pop("Concurrency", None)
        if latest.reserved_concurrency is not None:
            answer["Concurrency"] = {"ReservedConcurrentExecutions": latest.reserved_concurrency}
        return encoded(answer)

    @replaces(LambdaResponse, "get_function_configuration")
    def get_function_configuration(original: Any, self: Any) -> Any:
        name, qualifier = named(self)
        latest, fn = self.backend.get_function(name, None), self.backend.get_function(name, qualifier)
        return encoded(described(latest, fn, qualifier))

    @replaces(LambdaResponse, "get_function_concurrency")
    def get_function_concurrency(original: Any, self: Any) -> Any:
        reserved = self.backend.get_function(named(self)[0], None).reserved_concurrency
        return encoded({} if reserved is None else {"ReservedConcurrentExecutions": reserved})


def runtime_version(fn: Any) -> str:
    """One patch of each runtime, for ever."""
    return f"arn:aws:lambda:{fn.region}::runtime:{hashlib.sha256(fn.run_time.encode()).hexdigest()}"


def keep(fn: Any, spec: dict[str, Any]) -> None:
    """An empty value takes a field away, as it does on AWS."""
    if "Environment" in spec:
        fn.extras.pop("Environment", None)
        if (spec["Environment"] or {}).get("Variables") == {}:
            fn.extras["Environment"] = {"Variables": {}}  # moto itself returns it when there are some
    for field in KEPT:
        if field in spec:
            value = spec[field]
            empty = not value or value == {"TargetArn": ""}
            fn.extras = {name: kept for name, kept in fn.extras.items() if name != field}
            if not empty:
                fn.extras[field] = copy.deepcopy(value)
    logging = {"LogFormat": "Text", **fn.extras.get("LoggingConfig", {})}
    logging.setdefault("LogGroup", fn.logs_group_name)
    if logging["LogFormat"] == "JSON":
        logging.setdefault("ApplicationLogLevel", "INFO")
        logging.setdefault("SystemLogLevel", "INFO")
    fn.extras["LoggingConfig"] = logging


def changed(fn: Any) -> Any:
    fn.revision_id = str(uuid.uuid4())
    fn.last_modified = iso_8601_datetime_with_nanoseconds()
    return fn


def expect_revision(fn: Any, revision: str | None) -> None:
    settling(fn)
    if revision is not None and revision != fn.revision_id:
        why = "The Revision Id provided does not match the latest Revision Id"
        how = "Call the GetFunction/GetAlias API to retrieve the latest Revision Id"
        raise refusal(412, "PreconditionFailedException", f"{why}. {how}")


def described(latest: Any, fn: Any, qualifier: str | None) -> dict[str, Any]:
    """The configuration under the name that was asked for: an alias's ARN stays the alias's."""
    return {**fn.get_configuration(), "FunctionArn": arn_of(latest, qualifier), "Version": str(fn.version)}


def encoded(answer: dict[str, Any]) -> tuple[int, dict[str, Any], str]:
    return 200, {"status": 200}, json.dumps(answer)
