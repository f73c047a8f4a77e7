"""Registration only: what is registered is written in `viewsets.py`."""

from wagtail import hooks

from laws.viewsets import LawsGroup, article_chooser_viewset

hooks.register("register_admin_viewset", lambda: article_chooser_viewset)
hooks.register("register_admin_viewset", LawsGroup)
