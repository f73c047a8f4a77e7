from cms.models.document import SiteDocument
from cms.models.home import HomePage

__all__ = ["HomePage", "SiteDocument"]
