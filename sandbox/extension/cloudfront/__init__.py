"""What zonekeep's sandbox adds to moto's CloudFront: all of a configuration, its ETags, functions and policies. Nothing is served."""

from __future__ import annotations

from cloudfront import distributions, functions, policies, routes

PATCHES = (routes, distributions, functions, policies)
