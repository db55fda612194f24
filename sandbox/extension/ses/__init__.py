"""What zonekeep's sandbox adds to moto's SES: receipt rules that are told whole, tried, moved and deleted. No mail is received."""

from __future__ import annotations

from ses import receipt_rules

PATCHES = (receipt_rules,)
