"""What zonekeep's sandbox adds to moto's SNS. The order of the patches matters."""

from __future__ import annotations

from sns import confirmation, data_protection, delivery, subscriptions, topics

PATCHES = (topics, data_protection, subscriptions, confirmation, delivery)
