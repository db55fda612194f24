"""Errors of API Gateway's second version, with the names and words that AWS has for them."""

from __future__ import annotations


class Refused(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def not_found(what: str, name: str) -> Refused:
    return Refused(404, "NotFoundException", f"Invalid {what} identifier specified {name}")


def bad(message: str) -> Refused:
    return Refused(400, "BadRequestException", message)


def conflict(message: str) -> Refused:
    return Refused(409, "ConflictException", message)
