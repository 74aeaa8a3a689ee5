from fargate_web.settings.service import Service
from fargate_web.settings.sidecar import Sidecar


def test_what_nobody_asks_for_is_not_there():
    service = Service.model_validate({"image": "a:1"})
    assert service.all_sidecars == service.mounts == {}
    assert service.tracing is None


def test_a_sidecar_is_essential_unless_it_says_otherwise():
    assert Sidecar.model_validate({"image": "a:1"}).essential is True
