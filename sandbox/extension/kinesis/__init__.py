"""What zonekeep's sandbox adds to moto's Kinesis Data Streams."""

from __future__ import annotations

from kinesis import consumers, metrics, policies, rates, settings, shards, states, streams, tags

PATCHES = (streams, shards, rates, settings, consumers, policies, tags, states, metrics)
