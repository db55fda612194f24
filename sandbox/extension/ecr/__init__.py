"""What zonekeep's sandbox adds to moto's ECR. The order of the patches matters."""

from __future__ import annotations

from ecr import images, layers

PATCHES = (layers, images)
