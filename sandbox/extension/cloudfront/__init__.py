"""What zonekeep's sandbox adds to moto's CloudFront: all of a configuration, its ETags, functions, key-value stores and policies. Nothing is served."""

from __future__ import annotations

from cloudfront import distributions, functions, policies, routes, stores

PATCHES = (routes, distributions, functions, policies, stores)
