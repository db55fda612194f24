"""Published versions stand still, and their numbers are never used twice.

On AWS a version keeps the code and configuration it was published with, a publish without a change gives the
last version again, and a number is not reused even by a function that was deleted and created anew. In plain
moto versions share their policy, settings and code record with `$LATEST`, a deleted number comes back, and
aliases keep their first revision id.
"""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

from moto.awslambda.models import LambdaAlias, LambdaBackend, LambdaFunction, LambdaStorage
from moto.awslambda.responses import LambdaResponse

from awslambda.fields import expect_revision
from awslambda.names import named, refusal
from awslambda.settling import STATE, begin, settling
from patching import Sandbox, replaces

VOLATILE = ("RevisionId", "LastModified", "Version", "FunctionArn", *STATE)
# A function that differs in these alone is not published again.
NOT_COUNTED = ("KMSKeyArn", "TenancyConfig")


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaStorage, "publish_version")
    def publish_version(original: Any, self: Any, name_or_arn: str, description: str = "") -> LambdaFunction:
        latest = self.get_function_by_name_or_arn_forbid_qualifier(name_or_arn)
        versions = self._functions[latest.function_name]["versions"]
        print_now = fingerprint(latest)
        if versions and getattr(latest, "published", None) == (print_now, versions[-1].version):
            return versions[-1]
        numbers: dict[str, int] = self.__dict__.setdefault("sandbox_numbers", {})
        numbers[latest.function_name] = numbers.get(latest.function_name, 0) + 1
        version = frozen(latest, numbers[latest.function_name], description)
        versions.append(version)
        self._arns[version.function_arn] = version
        latest.published = (print_now, version.version)
        latest.revision_id = str(uuid.uuid4())
        return version

    @replaces(LambdaResponse, "publish_version")
    def publish(original: Any, self: Any) -> Any:
        latest = self.backend.get_function(named(self)[0], None)
        asked = json.loads(self.body) if self.body else {}
        expect_revision(latest, asked.get("RevisionId"))
        if asked.get("CodeSha256", latest.code_sha_256) != latest.code_sha_256:
            why = f"CodeSHA256 ({asked['CodeSha256']}) is different from current CodeSHA256 in $LATEST"
            how = "Please try again with the CodeSHA256 in $LATEST."
            raise refusal(400, "InvalidParameterValueException", f"{why} ({latest.code_sha_256}). {how}")
        version = self.backend.publish_version(latest.function_name, asked.get("Description", ""))
        return 201, {"status": 201}, json.dumps(version.get_configuration())

    @replaces(LambdaBackend, "create_function")
    def create_function(original: Any, self: Any, spec: dict[str, Any]) -> Any:
        fn = original(self, {**spec, "Publish": False})
        return self.publish_version(fn.function_name) if spec.get("Publish") else fn

    @replaces(LambdaAlias, "update")
    def update(original: Any, self: Any, *given: Any, **named: Any) -> None:
        original(self, *given, **named)
        self.revision_id = str(uuid.uuid4())

    @replaces(LambdaAlias, "to_json")
    def to_json(original: Any, self: Any) -> dict[str, Any]:
        answer = original(self)
        weights = (answer.pop("RoutingConfig") or {}).get("AdditionalVersionWeights")
        return {**answer, **({"RoutingConfig": {"AdditionalVersionWeights": weights}} if weights else {})}


def frozen(latest: LambdaFunction, number: int, description: str) -> LambdaFunction:
    """A copy that later changes of `latest` do not reach; the code's bytes are shared, nothing alters them."""
    version = copy.copy(latest)
    for field in ("code", "extras", "environment_vars", "layers", "tracing_config", "_vpc_config"):
        setattr(version, field, copy.deepcopy(getattr(latest, field)))
    version.set_version(number)
    version.revision_id = str(uuid.uuid4())
    # Published together with a change, it is pending as long as that; by itself it is there.
    version.settling = None
    if settling(latest):
        begin(version, "create")
    version.description = description or latest.description
    return version


def fingerprint(fn: LambdaFunction) -> str:
    configuration = fn.get_configuration()
    return json.dumps({k: v for k, v in configuration.items() if k not in (*VOLATILE, *NOT_COUNTED)}, sort_keys=True)
