"""What zonekeep's sandbox adds to moto's IoT Core: topic rules with their tags, told as AWS tells them. No message is taken."""

from __future__ import annotations

from iot import rules, tags

PATCHES = (rules, tags)
