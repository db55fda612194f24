"""What zonekeep's sandbox adds to moto's CloudWatch Logs. The order of the patches matters."""

from __future__ import annotations

from logs import delivery, groups, metric_filters, policies, subscription_filters

PATCHES = (groups, policies, metric_filters, subscription_filters, delivery)
