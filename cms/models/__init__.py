from cms.models.document import SiteDocument
from cms.models.home import HomePage, find_page

__all__ = ["HomePage", "SiteDocument", "find_page"]
