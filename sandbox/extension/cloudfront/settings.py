"""A distribution's configuration as CloudFront shows it: all that it was given, and what nobody said.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html
"""

from __future__ import annotations

import copy
from typing import Any

NONE: dict[str, Any] = {"Quantity": 0}
SIGNERS: dict[str, Any] = {"Enabled": False, "Quantity": 0}
LISTS = ("Aliases", "OriginGroups", "CacheBehaviors", "CustomErrorResponses")
METHODS: dict[str, Any] = {"Quantity": 2, "Items": ["HEAD", "GET"]}


def shown(given: dict[str, Any]) -> dict[str, Any]:
    config = copy.deepcopy(given)
    for name in LISTS:
        config.setdefault(name, dict(NONE))
    for name, value in (("DefaultRootObject", ""), ("WebACLId", ""), ("PriceClass", "PriceClass_All")):
        config.setdefault(name, value)
    config.setdefault("HttpVersion", "http2")
    config.setdefault("IsIPV6Enabled", False)
    config.setdefault("Staging", False)
    config.setdefault("ContinuousDeploymentPolicyId", "")
    config["Logging"] = {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": "", **config.get("Logging", {})}
    config.setdefault("Restrictions", {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}})
    config["ViewerCertificate"] = certificate(config.get("ViewerCertificate") or {})
    for origin in config["Origins"]["Items"]:
        with_origin(origin)
    with_behaviour(config["DefaultCacheBehavior"])
    for behaviour in config["CacheBehaviors"].get("Items") or []:
        with_behaviour(behaviour)
    return config


def certificate(given: dict[str, Any]) -> dict[str, Any]:
    """CloudFront says twice which one it is."""
    found = {key: value for key, value in given.items() if key not in ("Certificate", "CertificateSource")}
    arn, server = found.get("ACMCertificateArn"), found.get("IAMCertificateId")
    if arn:
        return {"CloudFrontDefaultCertificate": False, **found, "Certificate": arn, "CertificateSource": "acm"}
    if server:
        return {"CloudFrontDefaultCertificate": False, **found, "Certificate": server, "CertificateSource": "iam"}
    own = {"CloudFrontDefaultCertificate": True, "SSLSupportMethod": "vip", "MinimumProtocolVersion": "TLSv1"}
    return {**own, "CertificateSource": "cloudfront"}


def with_origin(origin: dict[str, Any]) -> None:
    origin.setdefault("OriginPath", "")
    origin.setdefault("CustomHeaders", dict(NONE))
    origin.setdefault("ConnectionAttempts", 3)
    origin.setdefault("ConnectionTimeout", 10)
    origin.setdefault("OriginShield", {"Enabled": False})
    origin.setdefault("OriginAccessControlId", "")
    custom = origin.get("CustomOriginConfig")
    if custom is not None:
        custom.setdefault("OriginReadTimeout", 30)
        custom.setdefault("OriginKeepaliveTimeout", 5)
        custom.setdefault("OriginSslProtocols", {"Quantity": 3, "Items": ["TLSv1", "TLSv1.1", "TLSv1.2"]})


def with_behaviour(behaviour: dict[str, Any]) -> None:
    behaviour.setdefault("TrustedSigners", dict(SIGNERS))
    behaviour.setdefault("TrustedKeyGroups", dict(SIGNERS))
    behaviour.setdefault("SmoothStreaming", False)
    behaviour.setdefault("Compress", False)
    behaviour.setdefault("LambdaFunctionAssociations", dict(NONE))
    behaviour.setdefault("FunctionAssociations", dict(NONE))
    behaviour.setdefault("FieldLevelEncryptionId", "")
    methods = behaviour.setdefault("AllowedMethods", dict(METHODS))
    methods.setdefault("CachedMethods", dict(METHODS))
    for one in behaviour["LambdaFunctionAssociations"].get("Items") or []:
        one.setdefault("IncludeBody", False)
