"""What zonekeep's sandbox adds to moto's Kinesis Data Streams."""

from __future__ import annotations

from kinesis import consumers, policies, settings, shards, states, streams, tags

PATCHES = (streams, shards, settings, consumers, policies, tags, states)
