"""What zonekeep's sandbox adds to moto's Elastic Load Balancing: target groups of functions, and requests that invoke them."""

from __future__ import annotations

from elbv2 import groups, pages, rules, targets

PATCHES = (groups, targets, rules, pages)
