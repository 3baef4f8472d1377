"""For operators: probes, metrics, the limits in force."""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
from typing import Any

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from ..errors import Cancelled, CnskgError, RefusedFeature, ServiceTrouble
from ..query.remote import allowed
from ..query.trouble import free_bytes, service_trouble
from ..settings import TABLE
from . import answers
from .state import here

log = logging.getLogger("cnskg.web.operators")

blueprint = Blueprint("ops", __name__)

_FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
_READY_S = 5.0  # seconds after which a service that does not answer the smallest query is not ready
_ROOM = 1 << 20  # bytes for temporary files; with fewer, answers of common size fail though the smallest query does not


@blueprint.route("/healthz")
def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@blueprint.route("/readyz")
def readyz() -> dict[str, str]:
    """A query on the current release is answered, and there is room for larger ones; otherwise 503 with the reason."""
    runner = here().runner
    try:
        if free_bytes() < _ROOM:
            raise service_trouble("there is too little room for temporary files", os.strerror(errno.ENOSPC))
        runner.rows("SELECT (1 AS ?one) {}", answers.budget(_READY_S))
    except Cancelled:
        raise
    except CnskgError as error:
        if error.status == ServiceTrouble.status:
            raise
        raise ServiceTrouble(f"the service is not ready: {error.message}", hint=error.hint) from error
    except Exception as error:
        log.exception("the service is not ready")
        raise ServiceTrouble("the service is not ready: it makes a mistake", hint="Its log says which.") from error
    stale = here().stale
    return {"status": "ok", "release": runner.release.digest} | ({"stale": stale} if stale else {})


@blueprint.route("/metrics")
def metrics() -> Response:
    """Prometheus text format. Raises RefusedFeature for who may not read it."""
    state = here()
    who = state.settings.metrics
    if who == "off" or (who == "loopback" and not _is_near()):
        raise RefusedFeature("the metrics are not for everybody", hint="CNSKG_METRICS says who may read them.")
    state.metrics.tell(state.release.digest, bool(state.stale))
    return Response(generate_latest(state.metrics.registry), content_type=CONTENT_TYPE_LATEST)


def _is_near() -> bool:
    """Whether the request is from this machine, and from no proxy on it, which would speak for all the world."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


@blueprint.route("/limits")
def limits() -> dict[str, Any]:
    """The limits of this service, as its settings say."""
    settings = here().settings
    found = {name: getattr(settings, name) for name, one in TABLE.items() if one.metadata["shown"]}
    return found | {"services": sorted(allowed(settings))}
