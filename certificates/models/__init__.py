"""Kinds of certificate, certificates, and what happened to them."""

from certificates.models.certificate import Certificate
from certificates.models.event import CertificateEvent
from certificates.models.kind import CertificateType
from certificates.models.number import NumberSequence

__all__ = ["Certificate", "CertificateEvent", "CertificateType", "NumberSequence"]
