"""Why something was not delivered, in the words of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

THROTTLED = ("Throttl", "TooManyRequests", "RequestLimitExceeded", "SlowDown")
MISSING = ("NotFound", "NonExistent", "DoesNotExist", "NoSuch")


class Undelivered(Exception):
    def __init__(self, code: str, message: str, *, passing: bool = False, target_code: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        """`NO_PERMISSIONS`"""
        self.passing = passing
        """Whether it may succeed later: only then is it tried again."""
        self.target_code = target_code or code
        """What the target itself calls it."""
        self.attempts = 0
        """How often it was tried again."""
        self.exhausted: str | None = None
        """`MaximumRetryAttempts` or `MaximumEventAgeInSeconds`, when trying has ended by one of them."""


def of_error(error: BotoCoreError | ClientError) -> Undelivered:
    if not isinstance(error, ClientError):
        return Undelivered("CONNECTION_FAILURE", str(error), passing=True)
    answer = error.response
    code, message = answer["Error"].get("Code", ""), answer["Error"].get("Message", str(error))
    status = answer["ResponseMetadata"]["HTTPStatusCode"]
    if status == 429 or any(word in code for word in THROTTLED):
        return Undelivered("THROTTLING", message, passing=True, target_code=code)
    if status >= 500:
        return Undelivered("ERROR_FROM_TARGET", message, passing=True, target_code=code)
    if any(word in code for word in MISSING):
        return Undelivered("NO_RESOURCE", message, target_code=code)
    if status == 403 or "AccessDenied" in code:
        return Undelivered("NO_PERMISSIONS", message, target_code=code)
    return Undelivered("INVALID_PARAMETER", message, target_code=code)
