"""What zonekeep's sandbox adds to moto's Step Functions. The order of the patches matters."""

from __future__ import annotations

from stepfunctions import maps, revisions, runs

PATCHES = (runs, maps, revisions)
