"""Every address of Lambda's API.

AWS answers each of its operations. Plain moto lists the addresses it knows and answers the others with an
HTML page. Here all of them reach moto's dispatcher, which finds the operation in AWS's own model; one that
nobody implements is refused by its name.
"""

from __future__ import annotations

from moto.awslambda import urls
from moto.awslambda.responses import LambdaResponse

from patching import Sandbox


def apply(sandbox: Sandbox) -> None:
    urls.url_paths = {r"{0}/(?P<address>.+)$": LambdaResponse.dispatch}
