"""Several districts in one installation: each has a database, secrets and addresses of its own (docs/deployment.md)."""

from web.districts.file import District, DistrictsInvalid, read
from web.districts.router import DistrictRouter

__all__ = ["District", "DistrictRouter", "DistrictsInvalid", "read"]
