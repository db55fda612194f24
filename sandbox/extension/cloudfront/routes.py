"""Every address of CloudFront's API reaches moto's dispatcher, so that an unknown call is refused by its name."""

from __future__ import annotations

from moto.cloudfront import urls
from moto.cloudfront.responses import CloudFrontResponse

from patching import Sandbox


def apply(sandbox: Sandbox) -> None:
    urls.url_paths = {r"{0}/(?P<address>.+)$": CloudFrontResponse.dispatch}
