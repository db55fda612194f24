"""One call of API Gateway's first version."""

from __future__ import annotations

from dataclasses import dataclass

from apigateway import apis
from apigateway.store import RestApi, Store
from apigatewayv2.store import Fields
from apigatewayv2.store import Store as SecondStore


@dataclass(frozen=True)
class Call:
    store: Store
    second: SecondStore
    account: str
    region: str
    labels: dict[str, str]
    """Of the address, by AWS's names."""
    body: Fields
    raw: bytes
    """The body where it is a document."""
    lists: dict[str, list[str]]
    """Of the query."""

    @property
    def asked(self) -> dict[str, str]:
        return {name: values[0] for name, values in self.lists.items()}

    @property
    def maybe(self) -> RestApi | None:
        """Where AWS says of another API's part that the part is not there."""
        return self.store.apis.get(self.labels["restapi_id"])

    @property
    def api(self) -> RestApi:
        return apis.api_of(self.store, self.labels["restapi_id"], self.account)

    def label(self, name: str) -> str:
        return self.labels[name]
