"""What zonekeep's sandbox adds to moto's CloudWatch."""

from __future__ import annotations

from cloudwatch import metric_data

PATCHES = (metric_data,)
